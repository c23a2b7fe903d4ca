// Opens the draft in the frame: the key goes in the body of a form, never in an address.
document.querySelector("form[data-editor]")?.submit();
