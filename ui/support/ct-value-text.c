/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/support/ct-value-text.h"

#include <glib.h>
#include <string.h>

#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"

#define MAX_NUMBER_CHARS 32

char *
ct_value_text_dup_pitch (const CtPitchNaming *naming, const CtKey *key, int midi)
{
  char name[CT_PITCH_NAME_SIZE];

  g_return_val_if_fail (midi >= 0 && midi <= 127, NULL);
  ct_pitch_name (naming, key, midi, CT_ACCIDENTAL_SIGNS, name);
  return g_strdup (name);
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
ct_value_text_parse_pitch (CtNoteNames names, const char *text, int *midi)
{
  static const int naturals[] = { 0, 2, 4, 5, 7, 9, 11 };
  g_autofree char *stripped = g_strstrip (g_strdup (text));
  CtSpelling spelling;
  const char *octave_text = ct_note_names_parse (names, stripped, &spelling);
  int value, octave;

  if (!octave_text)
    {
      if (!parse_integer (stripped, &value))
        return FALSE;
    }
  else if (parse_integer (octave_text, &octave))
    value = naturals[spelling.step] + spelling.alter + 12 * (octave + 1);
  else
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

char *
ct_value_text_dup_length (double seconds)
{
  gint64 whole = (gint64) CLAMP (seconds, 0, 1e12);

  return g_strdup_printf ("%" G_GINT64_FORMAT ":%02d:%02d", whole / 3600, (int) (whole / 60 % 60), (int) (whole % 60));
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
