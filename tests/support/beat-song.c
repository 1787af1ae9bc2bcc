/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/beat-song.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-status.h"
#include "core/transform/ct-cqt.h"

static void
play (BeatSong *self, double onset_s, double offset_s, int midi, int velocity)
{
  static const uint8_t shape[] = { 90, 220, 120 };
  CtEditScore *score = self->score;
  long frame = lround (onset_s * CT_CQT_FRAME_RATE_HZ);
  CtEditNote *notes = realloc (score->notes, (score->n_notes + 1) * sizeof *notes);

  if (!notes)
    abort ();
  score->notes = notes;
  notes[score->n_notes++] = (CtEditNote){ .id = score->next_note_id++,
                                          .onset_s = onset_s,
                                          .offset_s = offset_s,
                                          .confidence = 0.9f,
                                          .origin_frame = (int32_t) frame,
                                          .origin_midi = (uint8_t) midi,
                                          .track = 1,
                                          .midi = (uint8_t) midi,
                                          .velocity = (uint8_t) velocity };
  for (long i = 0; i < 3; i++)
    if (frame + i >= 1 && frame + i - 1 < (long) self->posteriors->n_frames)
      self->posteriors->onset[(frame + i - 1) * CT_N_PITCHES + midi - CT_MIDI_LOW] = shape[i];
}

void
beat_song_init (BeatSong *self, double bpm, double start_s, int bar_beats, double seconds)
{
  static const int roots[] = { 36, 41, 43, 45 };
  double beat_s = bpm > 0 ? 60 / bpm : seconds;

  if (ct_posteriorgram_new ((size_t) (seconds * CT_CQT_FRAME_RATE_HZ), &self->posteriors)
      || ct_edit_score_new (&self->score))
    abort ();
  self->score->tracks = malloc (sizeof *self->score->tracks);
  if (!self->score->tracks)
    abort ();
  ct_edit_track_init (self->score->tracks, self->score->next_track_id++, 0x808080);
  self->score->n_tracks = 1;
  for (int beat = 0; start_s + (beat + 1) * beat_s <= seconds + start_s && start_s + beat * beat_s < seconds - 0.5;
       beat++)
    {
      double onset_s = start_s + beat * beat_s, offset_s = onset_s + 0.9 * beat_s;
      int root = roots[beat / bar_beats % 4];

      play (self, onset_s, offset_s, beat % bar_beats ? root + 7 : root, beat % bar_beats ? 80 : 100);
      for (int third = 0; third < 2 && bpm > 0; third++)
        play (self, onset_s, offset_s, root + 24 + 4 * third, 75);
    }
  qsort (self->score->notes, self->score->n_notes, sizeof *self->score->notes, ct_edit_note_compare);
}

void
beat_song_clear (BeatSong *self)
{
  ct_posteriorgram_free (self->posteriors);
  ct_edit_score_free (self->score);
}
