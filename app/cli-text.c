/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-text.h"

#include <fcntl.h>
#include <math.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "core/base/ct-utf8.h"

#define REPLACEMENT 0xfffd

/* The character at @text, which is not empty; 0 and a length of 1 where the first byte begins no well-formed UTF-8. */
static uint32_t
decode (const char *text, int *length)
{
  uint32_t c = 0;
  size_t n = ct_utf8_read (text, strnlen (text, CT_UTF8_LONGEST), &c);

  *length = n > 0 ? (int) n : 1;
  return c;
}

/* Neither a control character nor one that breaks a line or changes its direction. */
static int
is_printable (uint32_t c)
{
  if (c < 0x20 || (c >= 0x7f && c < 0xa0))
    return 0;
  return !(c >= 0x200e && c <= 0x200f) && !(c >= 0x2028 && c <= 0x202e) && !(c >= 0x2066 && c <= 0x2069);
}

void
cli_text_print_char (FILE *stream, const char *text, int length)
{
  int n;

  if (*text == '\n')
    fputs ("\\n", stream);
  else if (*text == '\\')
    fputs ("\\\\", stream);
  else if (is_printable (decode (text, &n)))
    fwrite (text, 1, (size_t) length, stream);
  else
    for (int i = 0; i < length; i++)
      fprintf (stream, "\\x%02x", (unsigned char) text[i]);
}

void
cli_text_print (FILE *stream, const char *text)
{
  for (int length; *text; text += length)
    {
      decode (text, &length);
      cli_text_print_char (stream, text, length);
    }
}

int
cli_text_columns (const char *text, int *length)
{
  uint32_t c = decode (text, length);

  if (c == '\n' || c == '\\')
    return 2;
  if (!is_printable (c))
    return 4 * *length;
  /* scripts with double-width characters begin here; a narrow one among them only leaves a column empty */
  return c < 0x1100 ? 1 : 2;
}

void
cli_text_print_json (FILE *stream, const char *text)
{
  fputc ('"', stream);
  for (int length; *text; text += length)
    {
      uint32_t c = decode (text, &length);

      if (c == 0)
        fprintf (stream, "\\u%04x", REPLACEMENT);
      else if (c < 0x20 || c == 0x7f)
        fprintf (stream, "\\u%04x", (unsigned) c);
      else if (c == '"' || c == '\\')
        fprintf (stream, "\\%c", (int) c);
      else
        fwrite (text, 1, (size_t) length, stream);
    }
  fputc ('"', stream);
}

void
cli_text_print_number (FILE *stream, double value, int decimals)
{
  long long scale = 1, scaled;

  for (int i = 0; i < decimals; i++)
    scale *= 10;
  scaled = value > 0 && value * (double) scale < 9e18 ? llround (value * (double) scale) : 0;
  fprintf (stream, "%lld", scaled / scale);
  if (decimals > 0)
    fprintf (stream, ".%0*lld", decimals, scaled % scale);
}

/* Where errors go once libraries are silenced; NULL: to standard error. Of the whole process, as standard error is. */
static FILE *errors;

void
cli_text_silence_libraries (void)
{
  int copy = fcntl (STDERR_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  int nowhere = open ("/dev/null", O_WRONLY | O_CLOEXEC);

  errors = copy >= 0 && nowhere >= 0 ? fdopen (copy, "w") : NULL;
  if (errors)
    dup2 (nowhere, STDERR_FILENO);
  else if (copy >= 0)
    close (copy);
  if (nowhere >= 0)
    close (nowhere);
}

void
cli_text_error (const char *name, const char *what)
{
  FILE *stream = errors ? errors : stderr;

  flockfile (stream);
  fputs ("coloratura-cli: ", stream);
  if (name)
    {
      cli_text_print (stream, name);
      fputs (": ", stream);
    }
  fprintf (stream, "%s\n", what);
  fflush (stream);
  funlockfile (stream);
}
