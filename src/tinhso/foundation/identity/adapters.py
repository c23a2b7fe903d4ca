"""Where django-allauth asks us: how secrets are kept, and what the second factor is called on a phone."""

from allauth.mfa.adapter import DefaultMFAAdapter

from tinhso.foundation.identity.secrets import seal, unseal


class MfaAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is not typed
    """Seals secrets; names the account by its number."""

    def encrypt(self, text: str) -> str:
        """Return `text` sealed."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was sealed."""
        return unseal(encrypted_text)
