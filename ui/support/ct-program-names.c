/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The names of General MIDI. */
#include "ui/support/ct-program-names.h"

#include <glib.h>
#include <glib/gi18n.h>
#include <string.h>

#include "core/base/ct-program.h"

/* Translators: families of General MIDI instruments. */
static const char *const families[CT_N_PROGRAM_FAMILIES] = {
  N_ ("Piano"),         N_ ("Chromatic Percussion"),
  N_ ("Organ"),         N_ ("Guitar"),
  N_ ("Bass"),          N_ ("Strings"),
  N_ ("Ensemble"),      N_ ("Brass"),
  N_ ("Reed"),          N_ ("Pipe"),
  N_ ("Synth Lead"),    N_ ("Synth Pad"),
  N_ ("Synth Effects"), N_ ("World"),
  N_ ("Percussive"),    N_ ("Sound Effects"),
};

const char *
ct_program_get_name (guint program)
{
  g_return_val_if_fail (program < CT_N_PROGRAMS, "");
  return _ (ct_program_name (program));
}

const char *
ct_program_get_family_name (guint family)
{
  g_return_val_if_fail (family < CT_N_PROGRAM_FAMILIES, "");
  return _ (families[family]);
}

gboolean
ct_program_matches (guint program, const char *typed)
{
  const char *name = ct_program_name (program), *family = families[program / 8];
  g_autofree char *all = g_strdup_printf ("%u %s %s %s %s", program + 1, name, _ (name), family, _ (family));
  g_autofree char *folded = g_utf8_casefold (all, -1);
  g_autofree char *wanted = g_utf8_casefold (typed, -1);
  g_auto (GStrv) words = g_strsplit_set (wanted, " \t", -1);
  char *end;
  guint64 number = g_ascii_strtoull (wanted, &end, 10);

  if (end != wanted && *end == '\0')
    return number == program + 1 || strstr (strchr (folded, ' '), wanted) != NULL;
  for (guint i = 0; words[i]; i++)
    if (!strstr (folded, words[i]))
      return FALSE;
  return TRUE;
}
