/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-harmony-text.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-tempo-map.h"
#include "ui/support/ct-value-text.h"

static void
write_tonic (CtNoteNames names, const CtKey *key, char *name)
{
  CtSpelling tonic = ct_key_spell_root (key, CT_SPELLING_KEY, ct_key_tonic (key));

  ct_note_names_write (names, &tonic, CT_ACCIDENTAL_SIGNS, false, name);
}

char *
ct_harmony_text_dup_key (CtNoteNames names, const CtKey *key)
{
  char name[CT_PITCH_NAME_SIZE];

  write_tonic (names, key, name);
  /* Translators: a key; %s is its tonic, such as B♭ */
  return g_strdup_printf (key->minor ? C_ ("key", "%s minor") : C_ ("key", "%s major"), name);
}

char *
ct_harmony_text_dup_short_key (CtNoteNames names, const CtKey *key)
{
  char name[CT_PITCH_NAME_SIZE];

  write_tonic (names, key, name);
  return g_strconcat (name, key->minor ? "m" : "", NULL);
}

char *
ct_harmony_text_dup_confidence (CtDocument *document, double time_s)
{
  const CtHarmony *harmony = ct_document_get_harmony (document);
  const CtKeyChange *held = NULL;

  for (gsize i = 0; i < harmony->n_keys; i++)
    if (i == 0 || harmony->keys[i].time_s <= time_s)
      held = &harmony->keys[i];
  if (!held)
    return g_strdup ("");
  if (held->fixed)
    return g_strdup (_ ("This key was set by hand."));
  /* Translators: how sure it is that the key that was found is right, in percent */
  return g_strdup_printf (_ ("Key found: %d %% sure"), (int) lround (100 * (double) held->confidence));
}

/* Without its place. */
static char *
dup_chord (const CtChord *chord, const CtKey *key, const CtPitchNaming *naming)
{
  static const char *const kinds[CT_N_CHORD_QUALITIES] = {
    [CT_CHORD_MAJOR] = NC_ ("chord", "Chord %s major"),
    [CT_CHORD_MINOR] = NC_ ("chord", "Chord %s minor"),
    [CT_CHORD_DIMINISHED] = NC_ ("chord", "Chord %s diminished"),
    [CT_CHORD_AUGMENTED] = NC_ ("chord", "Chord %s augmented"),
    [CT_CHORD_SEVENTH] = NC_ ("chord", "Chord %s seventh"),
    [CT_CHORD_MAJOR_SEVENTH] = NC_ ("chord", "Chord %s major seventh"),
    [CT_CHORD_MINOR_SEVENTH] = NC_ ("chord", "Chord %s minor seventh"),
    [CT_CHORD_HALF_DIMINISHED] = NC_ ("chord", "Chord %s half-diminished seventh"),
    [CT_CHORD_DIM_SEVENTH] = NC_ ("chord", "Chord %s diminished seventh"),
    [CT_CHORD_SIXTH] = NC_ ("chord", "Chord %s sixth"),
    [CT_CHORD_MINOR_SIXTH] = NC_ ("chord", "Chord %s minor sixth"),
    [CT_CHORD_SUS2] = NC_ ("chord", "Chord %s suspended second"),
    [CT_CHORD_SUS4] = NC_ ("chord", "Chord %s suspended fourth"),
    [CT_CHORD_NINTH] = NC_ ("chord", "Chord %s ninth")
  };
  char root[CT_PITCH_NAME_SIZE], bass[CT_PITCH_NAME_SIZE];
  g_autofree char *text = NULL;
  CtSpelling spelling;

  if (chord->quality == CT_CHORD_NONE)
    return g_strdup (_ ("No chord"));
  spelling = ct_chord_spell (chord, key, naming->spelling, chord->root);
  ct_note_names_write (naming->names, &spelling, CT_ACCIDENTAL_SIGNS, false, root);
  text = g_strdup_printf (g_dpgettext2 (NULL, "chord", kinds[chord->quality]), root);
  if (chord->bass == chord->root)
    return g_steal_pointer (&text);
  spelling = ct_chord_spell (chord, key, naming->spelling, chord->bass);
  ct_note_names_write (naming->names, &spelling, CT_ACCIDENTAL_SIGNS, false, bass);
  /* Translators: a chord and the note in its bass */
  return g_strdup_printf (_ ("%s over %s"), text, bass);
}

char *
ct_harmony_text_dup_spoken (const CtChord *chord, const CtKey *key, const CtPitchNaming *naming, const CtTempoMap *map)
{
  g_autofree char *name = dup_chord (chord, key, naming), *time = ct_value_text_dup_time (chord->start_s);
  gint64 tick;

  if (!map)
    /* Translators: the name of a chord and the time where it begins */
    return g_strdup_printf (_ ("%s at %s"), name, time);
  /* one that is a rounding error before a bar is in it */
  tick = (gint64) floor (ct_tempo_map_tick_at (map, chord->start_s) + 1);
  /* Translators: the name of a chord and the number of its bar */
  return g_strdup_printf (_ ("%s, bar %d"), name, (int) ct_tempo_map_position (map, tick).bar);
}
