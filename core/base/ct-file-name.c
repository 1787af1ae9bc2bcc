/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/ct-file-name.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

/* The length in bytes of the character at @text, of @n bytes, and its code; 0: not UTF-8. */
static size_t
decode (const char *text, size_t n, uint32_t *code)
{
  const unsigned char *at = (const unsigned char *) text;
  size_t length = at[0] < 0x80 ? 1 : at[0] >> 5 == 6 ? 2 : at[0] >> 4 == 14 ? 3 : at[0] >> 3 == 30 ? 4 : 0;
  static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };

  if (length == 0 || length > n)
    return 0;
  *code = length == 1 ? at[0] : at[0] & (0x7fu >> length);
  for (size_t i = 1; i < length; i++)
    {
      if (at[i] >> 6 != 2)
        return 0;
      *code = *code << 6 | (at[i] & 0x3fu);
    }
  return *code < least[length] || *code > 0x10ffff || (*code >= 0xd800 && *code < 0xe000) ? 0 : length;
}

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
      size_t bytes = decode (text + at, length - at, &code);
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
