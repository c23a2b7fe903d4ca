"""How groups are called on the screen."""

from django.utils.translation import gettext as _

from tinhso.foundation.notifications.data import Group


def group_words(group: Group) -> tuple[str, str]:
    """Return the title of a group and what falls under it."""
    return {
        Group.DOSSIER: (_("Hồ sơ"), _("Đã nộp, đã tiếp nhận, cần bổ sung, có kết quả.")),
        Group.WORK: (_("Công việc"), _("Có việc mới được giao.")),
        Group.SECURITY: (
            _("An toàn tài khoản"),
            _("Đăng nhập trên thiết bị mới. Luôn được gửi để bảo vệ tài khoản."),
        ),
    }[group]
