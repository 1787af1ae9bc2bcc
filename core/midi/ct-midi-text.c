/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-midi-text-private.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-utf8.h"

#define WESTERN "WINDOWS-1252"

/* What programs wrote where a language is spoken; regions stand before the rest of their language. */
static const struct
{
  const char *language;
  const char *code;
} codes[] = {
  { "zh_TW", "BIG5-HKSCS" }, { "zh_HK", "BIG5-HKSCS" }, { "zh_MO", "BIG5-HKSCS" }, { "zh", "GB18030" },
  { "ja", "CP932" },         { "ko", "CP949" },         { "ru", "WINDOWS-1251" },  { "uk", "WINDOWS-1251" },
  { "be", "WINDOWS-1251" },  { "bg", "WINDOWS-1251" },  { "mk", "WINDOWS-1251" },  { "sr", "WINDOWS-1251" },
  { "pl", "WINDOWS-1250" },  { "cs", "WINDOWS-1250" },  { "sk", "WINDOWS-1250" },  { "hu", "WINDOWS-1250" },
  { "sl", "WINDOWS-1250" },  { "hr", "WINDOWS-1250" },  { "ro", "WINDOWS-1250" },  { "el", "WINDOWS-1253" },
  { "tr", "WINDOWS-1254" },  { "he", "WINDOWS-1255" },  { "ar", "WINDOWS-1256" },  { "et", "WINDOWS-1257" },
  { "lt", "WINDOWS-1257" },  { "lv", "WINDOWS-1257" },
};

static const char *
code_of (const char *language)
{
  for (size_t i = 0; language && i < sizeof codes / sizeof codes[0]; i++)
    {
      size_t n = strlen (codes[i].language);

      if (strncmp (language, codes[i].language, n) == 0 && !(language[n] >= 'a' && language[n] <= 'z'))
        return codes[i].code;
    }
  return WESTERN;
}

static bool
is_utf8 (const char *text, size_t n)
{
  size_t length;
  uint32_t code;

  for (; n > 0; text += length, n -= length)
    if ((length = ct_utf8_read (text, n, &code)) == 0)
      return false;
  return true;
}

/* Reads @text as @code, as much as there is room for; @lenient: bytes that are no character are left out, otherwise it
 * fails there. */
static bool
convert (const char *code, bool lenient, const char *text, char *utf8, size_t size)
{
  iconv_t converter = iconv_open ("UTF-8", code);
  char *in = (char *) text, *out = utf8; /* iconv() does not change what it reads */
  size_t n_in = strlen (text), n_out = size - 1;
  bool read = converter != (iconv_t) -1; // NOLINT(performance-no-int-to-ptr): so POSIX names failure

  while (read && n_in > 0 && iconv (converter, &in, &n_in, &out, &n_out) == (size_t) -1)
    {
      if (errno == E2BIG)
        break;
      read = lenient;
      in++;
      n_in--;
    }
  *out = '\0';
  if (converter != (iconv_t) -1) // NOLINT(performance-no-int-to-ptr)
    iconv_close (converter);
  return read;
}

void
ct_midi_text_to_utf8 (const char *text, const char *language, char *utf8, size_t size)
{
  size_t n = strlen (text);

  if (!is_utf8 (text, n)
      && (convert (code_of (language), false, text, utf8, size) || convert (WESTERN, true, text, utf8, size)))
    return;
  if (n > size - 1)
    n = ct_utf8_whole (text, size - 1);
  memcpy (utf8, text, n);
  utf8[n] = '\0';
}
