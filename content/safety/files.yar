// What no photograph and no scan contains. Rules of this house, written from the formats' own specifications;
// every file is held against them before anybody can open it. `policy.yaml` beside this file says what follows.

rule eicar_test_file {
  meta:
    source = "EICAR anti-malware test file, eicar.org"
  strings:
    // In two halves, so that this file itself is not taken for the test file.
    $text = /X5O!P%@AP\[4\\PZX54\(P\^\)7CC\)7\}\$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!\$H\+H\*/
  condition:
    $text
}

rule windows_program {
  meta:
    source = "PE format: MZ header, e_lfanew at 0x3c, signature PE 0 0"
  strings:
    $dos = { 4D 5A [58] ?? ?? 00 00 [0-512] 50 45 00 00 }
    $stub = "This program cannot be run in DOS mode"
  condition:
    $dos or $stub
}

rule unix_program {
  meta:
    source = "System V ABI: ELF header, class 32 or 64, version 1"
  strings:
    $elf = { 7F 45 4C 46 (01 | 02) (01 | 02) 01 [9] (01 | 02 | 03) 00 }
  condition:
    $elf
}

rule office_macro {
  meta:
    source = "MS-OVBA: the project's storage and its streams"
  strings:
    $part = "vbaProject.bin" nocase
    $ole = { D0 CF 11 E0 A1 B1 1A E1 }
    $vba = "_VBA_PROJECT" wide
    $auto = /\b(AutoOpen|Auto_Open|Document_Open|Workbook_Open)\b/ nocase
  condition:
    $part or ($ole and ($vba or $auto))
}

rule archive_behind_image_or_pdf {
  meta:
    source = "APPNOTE.TXT 4.3: a ZIP is read from its end, so it may stand behind anything"
  strings:
    $entry = { 50 4B 03 04 (0A | 14 | 2D) 00 }
    $end = { 50 4B 05 06 00 00 00 00 }
  condition:
    $entry and for any i in (1..#end) : (@end[i] > @entry[1] and filesize - @end[i] < 66000)
}

rule page_or_script_in_image {
  meta:
    source = "Polyglots: what a browser or a server would run, inside what claims to be a picture"
  strings:
    $php = "<?php" nocase
    $script = /<script[\s>]/ nocase
    $html = /<html[\s>]/ nocase
  condition:
    (uint16be(0) == 0xFFD8 or uint32be(0) == 0x89504E47 or uint32be(4) == 0x66747970) and any of them
}

rule picture_that_is_also_a_pdf {
  meta:
    source = "ISO 32000-2, 7.5.2: readers look for the header in the first 1,024 bytes"
  strings:
    $header = "%PDF-1."
    $end = "%%EOF"
  condition:
    (uint16be(0) == 0xFFD8 or uint32be(0) == 0x89504E47) and $header in (0..1024) and $end
}
