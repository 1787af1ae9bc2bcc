/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-value-text.h"

#include <glib.h>
#include <string.h>

#define MAX_NUMBER_CHARS 32

char *
ct_value_text_dup_pitch (int midi)
{
  static const char *const names[12] = { "C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B" };

  g_return_val_if_fail (midi >= 0 && midi <= 127, NULL);
  return g_strdup_printf ("%s%d", names[midi % 12], midi / 12 - 1);
}

/* Skips one of @signs (ends with NULL) at the start of @text. */
static gboolean
skip_any (const char **text, const char *const *signs)
{
  for (; *signs; signs++)
    if (g_str_has_prefix (*text, *signs))
      {
        *text += strlen (*signs);
        return TRUE;
      }
  return FALSE;
}

/* All of @text as a whole number with at most three digits. */
static gboolean
parse_integer (const char *text, int *value)
{
  gint64 number;

  if (strlen (text) > 4 || !g_ascii_string_to_signed (text, 10, -999, 999, &number, NULL))
    return FALSE;
  *value = (int) number;
  return TRUE;
}

gboolean
ct_value_text_parse_pitch (const char *text, int *midi)
{
  static const char letters[] = "CxDxEFxGxAxB";
  static const char *const sharps[] = { "♯", "#", NULL }, *const flats[] = { "♭", "b", NULL };
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  const char *rest = stripped, *letter;
  int value, octave;

  if (g_ascii_isalpha (*rest))
    {
      letter = strchr (letters, g_ascii_toupper (*rest));
      if (!letter)
        return FALSE;
      rest++;
      value = (int) (letter - letters) + (skip_any (&rest, sharps) ? 1 : skip_any (&rest, flats) ? -1 : 0);
      if (!parse_integer (rest, &octave))
        return FALSE;
      value += 12 * (octave + 1);
    }
  else if (!parse_integer (rest, &value))
    return FALSE;
  if (value < 0 || value > 127)
    return FALSE;
  *midi = value;
  return TRUE;
}

char *
ct_value_text_dup_time (double time_s)
{
  gint64 ms = llround (CLAMP (time_s, 0, 1e9) * 1000);

  return g_strdup_printf ("%d:%02d.%03d", (int) (ms / 60000), (int) (ms / 1000 % 60), (int) (ms % 1000));
}

gboolean
ct_value_text_parse_number (const char *text, double *number)
{
  g_autofree char *stripped = g_strstrip (g_strndup (text, MAX_NUMBER_CHARS));
  char *end;
  double value;

  if (strlen (text) > MAX_NUMBER_CHARS || strspn (stripped, "0123456789.,") != strlen (stripped))
    return FALSE;
  g_strdelimit (stripped, ",", '.');
  value = g_ascii_strtod (stripped, &end);
  if (end == stripped || *end || !isfinite (value))
    return FALSE;
  *number = value;
  return TRUE;
}

gboolean
ct_value_text_parse_time (const char *text, double *time_s)
{
  g_auto (GStrv) parts = g_strsplit (text, ":", 4);
  guint n = g_strv_length (parts);
  double sum = 0;

  if (n < 1 || n > 3)
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      double part;

      if (!ct_value_text_parse_number (parts[i], &part) || (i + 1 < n && part != floor (part)))
        return FALSE;
      sum = 60 * sum + part;
    }
  *time_s = sum;
  return TRUE;
}
