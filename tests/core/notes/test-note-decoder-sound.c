/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the decoder takes from the spectrogram: velocities, bends, and starts that are early. */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/made-posteriors.h"

/* A spectrogram in which all is at -120 dB. */
static CtSpectrogram *
make_spectrogram (size_t n_frames)
{
  g_autofree float *transform = g_new (float, 2 * CT_CQT_BINS * n_frames);
  CtSpectrogram *spectrogram;

  g_assert_cmpuint (n_frames, <=, CT_SPECTROGRAM_BLOCK_FRAMES);
  for (size_t i = 0; i < 2 * CT_CQT_BINS * n_frames; i++)
    transform[i] = i % 2 ? 0 : 1e-6f;
  g_assert_cmpint (ct_spectrogram_new (&spectrogram), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_spectrogram_reserve (spectrogram, 0), ==, CT_STATUS_OK);
  ct_spectrogram_store (spectrogram, 0, transform, n_frames);
  ct_spectrogram_finish (spectrogram, n_frames);
  return spectrogram;
}

static void
put_level (CtSpectrogram *spectrogram, size_t frame, int bin, double db)
{
  uint16_t *levels = (uint16_t *) ct_spectrogram_frame (spectrogram, frame); /* the test's own spectrogram */

  levels[bin] = (uint16_t) lrint ((db - CT_LEVEL_MIN_DB) * CT_LEVEL_STEPS_PER_DB);
}

static int
bin_of (int midi)
{
  return 3 * (midi - CT_MIDI_LOW) + 1;
}

static void
test_velocity (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtSpectrogram *spectrogram = make_spectrogram (300);
  static const struct
  {
    double db, onset;
    int velocity;
  } cases[] = { { -20, 0.8, 112 }, { -30, 0.8, 63 },  { -40, 0.8, 35 }, { -20, 0.8, 112 },
                { -100, 0.8, 1 },  { -15, 0.3, 127 }, { -15, 0.3, 127 } /* uncertain notes do not count as loud */ };
  CtNoteDecoderOptions options;
  CtNotes notes = { 0 };

  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      int midi = 40 + 9 * (int) i;

      made_posteriors_put_note (posteriors, midi, 20, 100, cases[i].onset, 0.8);
      for (size_t frame = 22; frame < 100; frame++)
        put_level (spectrogram, frame, bin_of (midi), cases[i].db);
    }
  options = made_posteriors_options ();
  g_assert_cmpint (ct_note_decoder_decode (posteriors, spectrogram, &options, 0, &notes), ==, CT_STATUS_OK);
  g_assert_cmpuint (notes.n, ==, G_N_ELEMENTS (cases));
  for (size_t i = 0; i < notes.n; i++)
    {
      g_assert_cmpint (notes.notes[i].velocity, >=, cases[i].velocity - 1);
      g_assert_cmpint (notes.notes[i].velocity, <=, cases[i].velocity + 1);
    }
  ct_notes_clear (&notes);
  ct_spectrogram_free (spectrogram);

  /* one of fewer frames is survived, too */
  spectrogram = make_spectrogram (10);
  options.early_start = true;
  g_assert_cmpint (ct_note_decoder_decode (posteriors, spectrogram, &options, 0, &notes), ==, CT_STATUS_OK);
  g_assert_cmpuint (notes.n, ==, G_N_ELEMENTS (cases));
  ct_notes_clear (&notes);
  ct_spectrogram_free (spectrogram);
  ct_posteriorgram_free (posteriors);
}

static void
test_early_start (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtSpectrogram *spectrogram = make_spectrogram (300);
  CtNoteDecoderOptions options;
  CtNotes notes = { 0 };

  made_posteriors_put_note (posteriors, 50, 30, 100, 0.8, 0.8); /* rises from frame 24 on */
  made_posteriors_put_note (posteriors, 70, 30, 100, 0.8, 0.8); /* falls until its onset */
  made_posteriors_put_frames (posteriors, 50, 21, 30, 0.5);
  made_posteriors_put_frames (posteriors, 70, 20, 30, 0.5);
  for (size_t frame = 10; frame < 100; frame++)
    {
      put_level (spectrogram, frame, bin_of (50), -60 + 5 * CLAMP ((double) frame - 23, 0, 7));
      put_level (spectrogram, frame, bin_of (70), frame < 30 ? -20 - (double) frame : -30);
    }
  options = made_posteriors_options ();
  options.uncertain_threshold = 1;
  for (int early = 0; early < 2; early++)
    {
      options.early_start = early;
      g_assert_cmpint (ct_note_decoder_decode (posteriors, spectrogram, &options, 0, &notes), ==, CT_STATUS_OK);
      g_assert_cmpuint (notes.n, ==, 2);
      made_posteriors_assert_note (&notes.notes[0], 50, early ? 25 : 30, 100, false);
      made_posteriors_assert_note (&notes.notes[1], 70, 30, 100, false);
      ct_notes_clear (&notes);
    }
  ct_spectrogram_free (spectrogram);
  ct_posteriorgram_free (posteriors);
}

/* A peak of parabolic shape @offset bins beside the note. */
static void
put_peak (CtSpectrogram *spectrogram, size_t frame, int midi, double offset)
{
  for (int bin = -3; bin <= 3; bin++)
    put_level (spectrogram, frame, bin_of (midi) + bin, -20 - 6 * (bin - offset) * (bin - offset));
}

static void
test_bend (void)
{
  static const double offsets[] = { 0, 0.25, -0.4, 1, -1.3, 2, -2 };
  CtSpectrogram *spectrogram = make_spectrogram (40);
  CtNote note = { .onset_s = 5 + 10.3 * MADE_POSTERIORS_FRAME_S,
                  .offset_s = 5 + 18 * MADE_POSTERIORS_FRAME_S,
                  .midi = 60 };
  float cents[60];

  for (size_t i = 0; i < G_N_ELEMENTS (offsets); i++)
    put_peak (spectrogram, 10 + i, 60, offsets[i]);
  g_assert_cmpuint (ct_note_decoder_bend (spectrogram, &note, 5, cents, 60), ==, 8);
  for (size_t i = 0; i < 5; i++)
    g_assert_cmpfloat_with_epsilon ((double) cents[i], 100 / 3.0 * offsets[i], 0.1);
  g_assert_true (isnan (cents[5])); /* the next semitone's */
  g_assert_true (isnan (cents[6]));
  g_assert_true (isnan (cents[7])); /* flat */
  g_assert_cmpuint (ct_note_decoder_bend (spectrogram, &note, 5, cents, 3), ==, 3);
  note.offset_s = 100;
  g_assert_cmpuint (ct_note_decoder_bend (spectrogram, &note, 5, cents, 60), ==, 30);
  note.onset_s = 90;
  g_assert_cmpuint (ct_note_decoder_bend (spectrogram, &note, 5, cents, 60), ==, 0);
  note.onset_s = -50;
  note.midi = 127; /* outside the transform */
  g_assert_cmpuint (ct_note_decoder_bend (spectrogram, &note, 5, cents, 60), ==, 40);
  g_assert_true (isnan (cents[0]));
  for (int midi = CT_MIDI_LOW; midi <= CT_MIDI_HIGH; midi += CT_N_PITCHES - 1)
    {
      note.midi = (uint8_t) midi; /* at the transform's edges */
      g_assert_cmpuint (ct_note_decoder_bend (spectrogram, &note, 5, cents, 60), ==, 40);
    }
  ct_spectrogram_free (spectrogram);
}

typedef struct
{
  CtPosteriorgram *posteriors;
  CtSpectrogram *spectrogram;
} Sound;

static CtStatus
decode_sound (void *data)
{
  const Sound *sound = data;
  CtNoteDecoderOptions options;
  CtNotes notes = { 0 };
  CtStatus status = ct_notes_append (&notes, &(CtNote){ .midi = 5 });

  options = made_posteriors_options ();
  if (status == CT_STATUS_OK)
    {
      status = ct_note_decoder_decode (sound->posteriors, sound->spectrogram, &options, 0, &notes);
      if (status)
        g_assert_cmpuint (notes.n, ==, 1);
    }
  ct_notes_clear (&notes);
  return status;
}

static void
test_no_memory (void)
{
  Sound sound = { made_posteriors_new (300), make_spectrogram (300) };

  made_posteriors_fill_with_noise (sound.posteriors, 5, 1);
  failing_allocator_try_all (decode_sound, &sound);
  ct_posteriorgram_free (sound.posteriors);
  ct_spectrogram_free (sound.spectrogram);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-decoder-sound/velocity", test_velocity);
  g_test_add_func ("/note-decoder-sound/early-start", test_early_start);
  g_test_add_func ("/note-decoder-sound/bend", test_bend);
  g_test_add_func ("/note-decoder-sound/no-memory", test_no_memory);
  return g_test_run ();
}
