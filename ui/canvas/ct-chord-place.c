/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-chord-place.h"

#include <math.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-tempo-map.h"
#include "ui/session/ct-beat-lines.h"

/* Cuts @span at the chords beside @time_s, where there is none. */
static void
cut_at_chords (const CtHarmony *harmony, double time_s, CtTimeSpan *span)
{
  for (gsize i = 0; i < harmony->n_chords; i++)
    {
      const CtChord *chord = &harmony->chords[i];

      if (chord->end_s <= time_s)
        span->start_s = MAX (span->start_s, chord->end_s);
      else if (chord->start_s > time_s)
        span->end_s = MIN (span->end_s, chord->start_s);
    }
}

CtChordPlace
ct_chord_place_at (CtDocument *document, double time_s)
{
  const CtHarmony *harmony = ct_document_get_harmony (document);
  const CtTempoMap *map = ct_document_get_tempo_map (document);
  CtChordPlace place = { .chord = ct_harmony_chord_at (harmony, time_s) };

  if (place.chord)
    {
      place.span = (CtTimeSpan){ place.chord->start_s, place.chord->end_s };
      return place;
    }
  if (map)
    ct_beat_lines_bar_at (map, time_s, &place.span.start_s, &place.span.end_s);
  else
    place.span = (CtTimeSpan){ floor (time_s), floor (time_s) + 1 };
  place.span.start_s = MAX (place.span.start_s, 0);
  cut_at_chords (harmony, time_s, &place.span);
  return place;
}

CtChord
ct_chord_place_heard (CtDocument *document, const CtChord *chord, int semitones, CtKey *key)
{
  CtChord result = *chord;

  *key = ct_document_get_key_at (document, chord->start_s);
  if (semitones != 0)
    *key = ct_key_transpose (key, semitones);
  ct_chord_transpose (&result, semitones);
  return result;
}
