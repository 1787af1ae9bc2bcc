/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-file-name.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-utf8.h"

/* Separators, control characters and those that make a name look like another. */
static bool
is_unsafe (uint32_t code)
{
  return code < 0x20 || code == '/' || (code >= 0x7f && code < 0xa0) || (code >= 0x200b && code <= 0x200f)
         || (code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f) || code == 0xfeff
         || code >= 0xe0000;
}

static bool
may_stay (uint32_t code, CtFileNameKind kind)
{
  return !is_unsafe (code) && (kind == CT_FILE_NAME_LOCAL || code >= 0x80 || !strchr ("\\:*?\"<>|", (int) code));
}

size_t
ct_file_name_clean (const char *text, size_t length, CtFileNameKind kind, size_t most, char *out)
{
  size_t made = 0, at = 0;

  while (at < length && (text[at] == ' ' || text[at] == '.'))
    at++;
  while (at < length)
    {
      uint32_t code = 0;
      size_t bytes = ct_utf8_read (text + at, length - at, &code);
      bool stays = bytes > 0 && may_stay (code, kind);
      size_t taken = stays ? bytes : 1;

      if (made + taken > most)
        break;
      if (stays)
        memcpy (out + made, text + at, bytes);
      else
        out[made] = '_';
      made += taken;
      at += bytes ? bytes : 1;
    }
  while (made > 0 && (out[made - 1] == ' ' || out[made - 1] == '.'))
    made--;
  out[made] = '\0';
  return made;
}
