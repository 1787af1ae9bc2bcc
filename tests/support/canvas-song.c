/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/support/canvas-song.h"

#include <glib.h>
#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "ui/document/ct-document.h"
#include "ui/document/ct-level-store.h"
#include "ui/document/ct-recording.h"
#include "ui/support/ct-track-palette.h"

#define N_HARMONICS 8
#define CHUNK_FRAMES 1024
#define NOISE_DB -85.0

static void
add_notes (CtDocument *document, double seconds, guint n_notes, guint n_tracks)
{
  g_autofree guint32 *tracks = g_new (guint32, n_tracks);
  g_autoptr (GRand) random = g_rand_new_with_seed (1);

  ct_document_begin (document, "Fill");
  for (guint i = 0; i < n_tracks; i++)
    {
      CtEditTrack track;

      ct_edit_track_init (&track, 0, ct_track_palette_rgb (i));
      tracks[i] = ct_document_add_track (document, &track, -1);
    }
  for (guint i = 0; i < n_notes; i++)
    {
      double onset_s = seconds * i / n_notes;
      CtEditNote note = { .onset_s = onset_s,
                          .offset_s = MIN (onset_s + g_rand_double_range (random, 0.1, 0.8), seconds),
                          .confidence = (float) g_rand_double_range (random, 0.2, 1),
                          .track = tracks[i % n_tracks],
                          .origin_frame = (int) (onset_s * CT_CQT_FRAME_RATE_HZ),
                          .velocity = (guint8) (30 + i % 90) };

      note.midi = note.origin_midi = (guint8) (36 + 8 * (i % n_tracks) + (guint) g_rand_int_range (random, 0, 12));
      ct_document_add_note (document, &note);
    }
  ct_document_commit (document);
}

static guint16
to_level (double db)
{
  return (guint16) ((db - CT_LEVEL_MIN_DB) * CT_LEVEL_STEPS_PER_DB);
}

/* Adds the partials of @note to @levels, frames from @first on. */
static void
sound (const CtEditNote *note, gsize first, gsize n, guint16 *levels)
{
  gint64 start = (gint64) (note->onset_s * CT_CQT_FRAME_RATE_HZ) - (gint64) first;
  gint64 end = (gint64) (note->offset_s * CT_CQT_FRAME_RATE_HZ) - (gint64) first;

  for (int harmonic = 1; harmonic <= N_HARMONICS; harmonic++)
    {
      int bin = 3 * (note->midi - 24) + 1 + (int) lround (36 * log2 (harmonic));

      for (gint64 i = MAX (start, 0); i < MIN (end, (gint64) n) && bin < CT_CQT_BINS; i++)
        for (int side = -1; side <= 1; side++)
          if (bin + side >= 0 && bin + side < CT_CQT_BINS)
            {
              guint16 *cell = &levels[i * CT_CQT_BINS + bin + side];

              *cell = MAX (*cell, to_level (-20 - 4 * harmonic - 6 * ABS (side)));
            }
    }
}

static void
add_levels (CtDocument *document, double seconds)
{
  g_autofree guint16 *levels = g_new (guint16, CHUNK_FRAMES * CT_CQT_BINS);
  const CtEditScore *score = ct_document_get_score (document);
  gsize n_frames = (gsize) (seconds * CT_CQT_FRAME_RATE_HZ);
  guint32 noise = 1;

  for (gsize first = 0; first < n_frames; first += CHUNK_FRAMES)
    {
      gsize n = MIN (CHUNK_FRAMES, n_frames - first);

      for (gsize i = 0; i < n * CT_CQT_BINS; i++)
        {
          noise = noise * 1664525 + 1013904223;
          levels[i] = to_level (NOISE_DB + (noise >> 28));
        }
      for (gsize i = 0; i < score->n_notes; i++)
        sound (&score->notes[i], first, n, levels);
      ct_level_store_append (ct_document_get_levels (document), levels, n);
    }
}

CtSession *
canvas_song_new (double seconds, guint n_notes, guint n_tracks)
{
  g_autoptr (CtDocument) document = ct_document_new ();
  g_autoptr (CtRecording) recording = ct_recording_new ("/music/song.wav", seconds, 44100, 2);

  ct_document_set_recording (document, recording);
  add_notes (document, seconds, n_notes, n_tracks);
  add_levels (document, seconds);
  return ct_session_new (document);
}
