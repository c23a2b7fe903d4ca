"""Files: keeps bytes, once, under the hash of their content, and knows what they are.

Owns the store (a folder or an S3 bucket), the record of each file, and uploads that survive a broken connection
(tus 1.0.0). Takes what phones and scanners make: JPEG, PNG, HEIC, PDF; anything else is refused with a sentence that
names what it looks like. It does not know what a file is for: the room that attaches a file decides who may read it,
and no address of this room serves one. A stored file is never changed and never deleted.
"""
