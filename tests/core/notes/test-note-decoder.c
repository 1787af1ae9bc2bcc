/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "core/transform/ct-cqt.h"
#include "core/transform/ct-spectrogram.h"
#include "tests/support/failing-allocator.h"

#define FRAME_S (1 / CT_CQT_FRAME_RATE_HZ)

/* Thresholds of these tests' own: the shipped ones are calibrated anew with every model. */
static CtNoteDecoderOptions
decoder_options (void)
{
  CtNoteDecoderOptions options;

  ct_note_decoder_options_init (&options);
  options.onset_threshold = 0.4f;
  options.frame_threshold = 0.3f;
  options.uncertain_threshold = 0.2f;
  options.min_length_s = 0.06f;
  return options;
}

static CtPosteriorgram *
make_posteriors (size_t n_frames)
{
  CtPosteriorgram *posteriors;

  g_assert_cmpint (ct_posteriorgram_new (n_frames, &posteriors), ==, CT_STATUS_OK);
  return posteriors;
}

static void
raise_to (uint8_t *value, double posterior)
{
  *value = (uint8_t) MAX (*value, lrint (255 * posterior));
}

static void
put_frames (CtPosteriorgram *posteriors, int midi, size_t first, size_t end, double posterior)
{
  for (size_t i = first; i < end; i++)
    raise_to (&posteriors->frame[i * CT_N_PITCHES + (size_t) (midi - CT_MIDI_LOW)], posterior);
}

static void
put_onset (CtPosteriorgram *posteriors, int midi, size_t frame, double posterior)
{
  raise_to (&posteriors->onset[frame * CT_N_PITCHES + (size_t) (midi - CT_MIDI_LOW)], posterior);
}

static void
put_note (CtPosteriorgram *posteriors, int midi, size_t first, size_t end, double onset, double frame)
{
  put_onset (posteriors, midi, first, onset);
  if (first > 0)
    put_onset (posteriors, midi, first - 1, onset / 2);
  if (first + 1 < posteriors->n_frames)
    put_onset (posteriors, midi, first + 1, onset / 2);
  put_frames (posteriors, midi, first, end, frame);
}

static CtNotes
decode_with (const CtPosteriorgram *posteriors, const CtNoteDecoderOptions *options)
{
  CtNotes notes = { 0 };

  g_assert_cmpint (ct_note_decoder_decode (posteriors, NULL, options, 0, &notes), ==, CT_STATUS_OK);
  return notes;
}

/* Decodes by the defaults without uncertain notes, and frees the posteriors. */
static CtNotes
decode_only_notes (CtPosteriorgram *posteriors)
{
  CtNoteDecoderOptions options;
  CtNotes notes;

  options = decoder_options ();
  options.uncertain_threshold = 1;
  notes = decode_with (posteriors, &options);
  ct_posteriorgram_free (posteriors);
  return notes;
}

static void
assert_note (const CtNote *note, int midi, double first, double end, bool uncertain)
{
  g_assert_cmpint (note->midi, ==, midi);
  g_assert_cmpfloat_with_epsilon (note->onset_s, first * FRAME_S, 1e-9);
  g_assert_cmpfloat_with_epsilon (note->offset_s, end * FRAME_S, 1e-9);
  g_assert_cmpint (note->uncertain, ==, uncertain);
  g_assert_cmpint (note->track, ==, -1);
  g_assert_cmpint (note->velocity, >=, 1);
  g_assert_cmpint (note->velocity, <=, 127);
}

static void
test_options (void)
{
  CtNoteDecoderOptions good, bad[14];
  CtPosteriorgram *posteriors = make_posteriors (1);
  CtNotes notes = { 0 };

  good = decoder_options ();
  g_assert_cmpint (ct_note_decoder_options_check (&good), ==, CT_STATUS_OK);
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    bad[i] = good;
  bad[0].onset_threshold = 0;
  bad[1].onset_threshold = 1;
  bad[2].onset_threshold = NAN;
  bad[3].frame_threshold = -1;
  bad[4].frame_threshold = INFINITY;
  bad[5].uncertain_threshold = 0;
  bad[6].uncertain_threshold = NAN;
  bad[7].uncertain_threshold = 1.5f;
  bad[8].min_length_s = -0.1f;
  bad[9].min_length_s = NAN;
  bad[10].tolerance_frames = 0;
  bad[11].midi_low = -1;
  bad[12].midi_high = 128;
  bad[13].midi_low = bad[13].midi_high + 1;
  for (size_t i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_cmpint (ct_note_decoder_options_check (&bad[i]), ==, CT_STATUS_BAD_ARGUMENT);
      g_assert_cmpint (ct_note_decoder_decode (posteriors, NULL, &bad[i], 0, &notes), ==, CT_STATUS_BAD_ARGUMENT);
    }
  ct_posteriorgram_free (posteriors);
}

static void
test_known_notes (void)
{
  CtPosteriorgram *posteriors = make_posteriors (400);
  CtNotes notes = { 0 };
  CtNoteDecoderOptions options;

  put_note (posteriors, 60, 10, 50, 0.8, 0.6);
  put_note (posteriors, 64, 10, 30, 0.5, 0.9);
  put_note (posteriors, CT_MIDI_LOW, 0, 400, 1, 1);
  put_note (posteriors, CT_MIDI_HIGH, 390, 400, 1, 1);
  options = decoder_options ();
  g_assert_cmpint (ct_notes_append (&notes, &(CtNote){ .onset_s = 99, .midi = 1 }), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_note_decoder_decode (posteriors, NULL, &options, 0, &notes), ==, CT_STATUS_OK);
  g_assert_cmpuint (notes.n, ==, 5);
  g_assert_cmpint (notes.notes[0].midi, ==, 1); /* what was there stays where it was */
  g_assert_cmpint (notes.notes[1].midi, ==, CT_MIDI_LOW);
  g_assert_cmpfloat_with_epsilon (notes.notes[1].offset_s, 400 * FRAME_S, 1e-9);
  assert_note (&notes.notes[2], 60, 10, 50, false);
  assert_note (&notes.notes[3], 64, 10, 30, false);
  assert_note (&notes.notes[4], CT_MIDI_HIGH, 390, 400, false);
  g_assert_cmpfloat_with_epsilon ((double) notes.notes[2].confidence, 0.7, 0.003);
  g_assert_cmpint (notes.notes[4].velocity, ==, 127);
  g_assert_cmpint (notes.notes[2].velocity, <, 127);
  ct_notes_clear (&notes);

  g_assert_cmpint (ct_note_decoder_decode (posteriors, NULL, &options, 100, &notes), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (notes.notes[1].onset_s, 100 + 10 * FRAME_S, 1e-9);
  g_assert_cmpfloat_with_epsilon (notes.notes[1].offset_s, 100 + 50 * FRAME_S, 1e-9);
  ct_notes_clear (&notes);
  ct_posteriorgram_free (posteriors);
}

static void
test_repetition (void)
{
  CtPosteriorgram *posteriors = make_posteriors (200);
  CtNotes notes;

  put_note (posteriors, 60, 10, 100, 0.8, 0.8);
  put_onset (posteriors, 60, 40, 0.7);
  put_onset (posteriors, 60, 48, 0.7);
  put_onset (posteriors, 60, 51, 0.6); /* the same onset once more */
  put_onset (posteriors, 60, 70, 0.6); /* the weaker comes first */
  put_onset (posteriors, 60, 73, 0.9);
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 4);
  assert_note (&notes.notes[0], 60, 10, 40, false);
  assert_note (&notes.notes[1], 60, 40, 48, false);
  assert_note (&notes.notes[2], 60, 48, 73, false);
  assert_note (&notes.notes[3], 60, 73, 100, false);
  ct_notes_clear (&notes);
}

static void
test_peak_between_frames (void)
{
  CtPosteriorgram *posteriors = make_posteriors (300);
  CtNotes notes;

  put_note (posteriors, 50, 20, 60, 0.8, 0.8);
  put_onset (posteriors, 50, 21, 0.7); /* leans to later */
  put_note (posteriors, 60, 20, 60, 0.8, 0.8);
  put_onset (posteriors, 60, 19, 0.7);       /* to earlier */
  put_note (posteriors, 70, 20, 60, 1, 0.8); /* saturated over five frames */
  for (size_t i = 21; i < 25; i++)
    put_onset (posteriors, 70, i, 1);
  put_note (posteriors, 80, 0, 60, 1, 0.8); /* from the first frame on */
  put_note (posteriors, 90, 20, 60, 0.8, 0.8);
  put_onset (posteriors, 90, 21, 0.8); /* a tie */
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 5);
  g_assert_cmpint (notes.notes[0].midi, ==, 80);
  g_assert_cmpfloat (notes.notes[0].onset_s, >=, 0);
  g_assert_cmpint (notes.notes[1].midi, ==, 60);
  g_assert_cmpfloat (notes.notes[1].onset_s, <, 19.9 * FRAME_S);
  g_assert_cmpfloat (notes.notes[1].onset_s, >, 19.5 * FRAME_S);
  g_assert_cmpint (notes.notes[2].midi, ==, 50);
  g_assert_cmpfloat (notes.notes[2].onset_s, >, 20.1 * FRAME_S);
  g_assert_cmpfloat (notes.notes[2].onset_s, <, 20.5 * FRAME_S);
  g_assert_cmpint (notes.notes[3].midi, ==, 90);
  g_assert_cmpfloat_with_epsilon (notes.notes[3].onset_s, 20.45 * FRAME_S, 1e-6);
  assert_note (&notes.notes[4], 70, 22, 60, false);
  ct_notes_clear (&notes);
}

static void
test_tolerance (void)
{
  CtPosteriorgram *posteriors = make_posteriors (300);
  CtNotes notes;

  put_note (posteriors, 50, 20, 60, 0.8, 0.8);
  put_frames (posteriors, 50, 69, 80, 0.8); /* 9 frames below */
  put_note (posteriors, 60, 20, 60, 0.8, 0.8);
  put_frames (posteriors, 60, 70, 80, 0.8); /* 10 */
  put_note (posteriors, 70, 20, 60, 0.8, 0.29);
  put_frames (posteriors, 70, 25, 55, 0.31); /* a slow attack: over the threshold after the onset only */
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 3);
  assert_note (&notes.notes[0], 50, 20, 80, false);
  assert_note (&notes.notes[1], 60, 20, 60, false);
  assert_note (&notes.notes[2], 70, 20, 55, false);
  ct_notes_clear (&notes);
}

static void
test_min_length (void)
{
  CtPosteriorgram *posteriors = make_posteriors (300);
  CtNotes notes;

  put_note (posteriors, 40, 20, 24, 0.42, 0.8); /* 46 ms, unsure */
  put_note (posteriors, 50, 20, 24, 1, 0.8);    /* 46 ms, sure */
  put_note (posteriors, 60, 20, 22, 1, 0.8);    /* 23 ms */
  put_note (posteriors, 70, 20, 26, 0.42, 0.8); /* 70 ms, unsure */
  put_note (posteriors, 80, 20, 20, 1, 0);      /* an onset and no more */
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 2);
  assert_note (&notes.notes[0], 50, 20, 24, false);
  assert_note (&notes.notes[1], 70, 20, 26, false);
  ct_notes_clear (&notes);
}

static void
test_neighbours (void)
{
  CtPosteriorgram *posteriors = make_posteriors (300);
  CtNotes notes;

  put_note (posteriors, 50, 20, 60, 0.9, 0.9);
  put_note (posteriors, 51, 21, 60, 0.5, 0.5); /* its shadow */
  put_note (posteriors, 70, 20, 60, 0.9, 0.8); /* a minor second */
  put_note (posteriors, 71, 20, 50, 0.8, 0.8);
  put_note (posteriors, 90, 20, 60, 0.9, 0.9);
  put_frames (posteriors, 90, 60, 100, 0.4);    /* reverberation, */
  put_note (posteriors, 91, 60, 100, 0.9, 0.9); /* under the next note of a scale */
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 5);
  assert_note (&notes.notes[0], 50, 20, 60, false);
  assert_note (&notes.notes[1], 70, 20, 60, false);
  assert_note (&notes.notes[2], 71, 20, 50, false);
  assert_note (&notes.notes[3], 90, 20, 60, false);
  assert_note (&notes.notes[4], 91, 60, 100, false);
  ct_notes_clear (&notes);
}

static void
test_uncertain (void)
{
  CtPosteriorgram *posteriors = make_posteriors (300);
  CtNoteDecoderOptions options;
  CtNotes notes;

  put_note (posteriors, 50, 20, 60, 0.3, 0.6);
  put_note (posteriors, 60, 20, 60, 0.9, 0.9);
  put_onset (posteriors, 60, 40, 0.3); /* perhaps repeated */
  put_note (posteriors, 70, 20, 60, 0.19, 0.35);
  options = decoder_options ();
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 3);
  assert_note (&notes.notes[0], 50, 20, 60, true);
  assert_note (&notes.notes[1], 60, 20, 60, false);
  assert_note (&notes.notes[2], 60, 40, 60, true);
  g_assert_cmpfloat ((double) notes.notes[0].confidence, <, (double) notes.notes[1].confidence);
  ct_notes_clear (&notes);

  options.onset_threshold = 0.25f; /* moved: the uncertain notes are notes */
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 3);
  assert_note (&notes.notes[0], 50, 20, 60, false);
  assert_note (&notes.notes[1], 60, 20, 40, false);
  assert_note (&notes.notes[2], 60, 40, 60, false);
  ct_notes_clear (&notes);

  options.onset_threshold = 0.4f;
  options.uncertain_threshold = 0.4f;
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 1);
  ct_notes_clear (&notes);
  ct_posteriorgram_free (posteriors);
}

static void
test_without_onset (void)
{
  CtPosteriorgram *posteriors = make_posteriors (300);
  CtNoteDecoderOptions options;
  CtNotes notes;

  put_frames (posteriors, 50, 20, 60, 0.8);
  put_frames (posteriors, 51, 22, 58, 0.5); /* leaks */
  put_frames (posteriors, 60, 9, 20, 0.8);  /* before an onset: its attack */
  put_note (posteriors, 60, 20, 60, 0.9, 0.9);
  put_frames (posteriors, 70, 20, 28, 0.8);  /* short */
  put_frames (posteriors, 80, 20, 60, 0.35); /* weak */
  put_note (posteriors, 90, 20, 60, 0.3, 0.9);
  options = decoder_options ();
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 3);
  assert_note (&notes.notes[0], 50, 20, 60, true);
  assert_note (&notes.notes[1], 60, 20, 60, false);
  assert_note (&notes.notes[2], 90, 20, 60, true);
  ct_notes_clear (&notes);

  options.notes_without_onset = true;
  for (int uncertain = 0; uncertain < 2; uncertain++)
    {
      options.uncertain_threshold = uncertain ? 0.2f : 1;
      notes = decode_with (posteriors, &options);
      g_assert_cmpuint (notes.n, ==, 3);
      assert_note (&notes.notes[0], 50, 20, 60, false);
      assert_note (&notes.notes[1], 60, 20, 60, false);
      assert_note (&notes.notes[2], 90, 20, 60, false);
      ct_notes_clear (&notes);
    }
  ct_posteriorgram_free (posteriors);
}

static void
test_pitch_range (void)
{
  CtPosteriorgram *posteriors = make_posteriors (100);
  CtNoteDecoderOptions options;
  static const struct
  {
    int low, high;
    size_t n;
  } cases[] = { { 0, 127, 84 }, { 60, 61, 2 }, { 60, 60, 1 }, { 0, 23, 0 }, { 108, 127, 0 }, { 20, 24, 1 } };

  for (int midi = CT_MIDI_LOW; midi <= CT_MIDI_HIGH; midi++)
    put_note (posteriors, midi, 10, 60, 0.8, 0.8);
  options = decoder_options ();
  for (size_t i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      CtNotes notes;

      options.midi_low = cases[i].low;
      options.midi_high = cases[i].high;
      notes = decode_with (posteriors, &options);
      g_assert_cmpuint (notes.n, ==, cases[i].n);
      ct_notes_clear (&notes);
    }
  ct_posteriorgram_free (posteriors);
}

static void
fill_with_noise (CtPosteriorgram *posteriors, guint32 seed, double highest)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);

  for (size_t i = 0; i < posteriors->n_frames * CT_N_PITCHES; i++)
    {
      posteriors->onset[i] = (uint8_t) (255 * highest * pow (g_rand_double (rand), 2));
      posteriors->frame[i] = (uint8_t) (255 * highest * g_rand_double (rand));
    }
}

/* Whatever the posteriors: notes lie in the recording, in order, and those of a pitch do not overlap. */
static void
test_noise (void)
{
  CtPosteriorgram *posteriors = make_posteriors (500);
  CtNoteDecoderOptions options;
  CtNotes notes;

  options = decoder_options ();
  fill_with_noise (posteriors, 3, 0.19);
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 0);
  fill_with_noise (posteriors, 4, 1);
  for (int variant = 0; variant < 4; variant++)
    {
      double ends[CT_N_PITCHES] = { 0 };
      CtNotes again;

      options.notes_without_onset = variant & 1;
      options.tolerance_frames = variant & 2 ? 1 : 10;
      notes = decode_with (posteriors, &options);
      again = decode_with (posteriors, &options);
      g_assert_cmpuint (notes.n, >, 100);
      g_assert_cmpuint (notes.n, ==, again.n);
      for (size_t i = 0; i < notes.n; i++)
        {
          const CtNote *note = &notes.notes[i];

          g_assert_cmpint (memcmp (&note->onset_s, &again.notes[i].onset_s, sizeof note->onset_s), ==, 0);
          g_assert_true (note->midi == again.notes[i].midi && note->offset_s == again.notes[i].offset_s);
          g_assert_cmpfloat (note->onset_s, >=, i > 0 ? note[-1].onset_s : 0);
          g_assert_cmpfloat (note->offset_s, >, note->onset_s);
          g_assert_cmpfloat (note->offset_s, <=, 500 * FRAME_S + 1e-9);
          g_assert_true (note->confidence >= 0 && note->confidence <= 1);
          if (note->uncertain)
            continue;
          /* an onset between frames may come half a frame before the end of the note before it */
          g_assert_cmpfloat (note->onset_s, >=, ends[note->midi - CT_MIDI_LOW] - 0.5 * FRAME_S);
          ends[note->midi - CT_MIDI_LOW] = note->offset_s;
        }
      ct_notes_clear (&notes);
      ct_notes_clear (&again);
    }
  ct_posteriorgram_free (posteriors);
}

static void
test_empty (void)
{
  CtNoteDecoderOptions options;

  options = decoder_options ();
  options.notes_without_onset = true;
  for (size_t n_frames = 0; n_frames < 3; n_frames++)
    {
      CtPosteriorgram *posteriors = make_posteriors (n_frames);
      CtNotes notes;

      notes = decode_with (posteriors, &options);
      g_assert_cmpuint (notes.n, ==, 0);
      if (n_frames == 1)
        {
          /* one frame that says everything at once */
          memset (posteriors->onset, 255, CT_N_PITCHES);
          memset (posteriors->frame, 255, CT_N_PITCHES);
          options.min_length_s = 0;
          notes = decode_with (posteriors, &options);
          g_assert_cmpuint (notes.n, ==, CT_N_PITCHES);
          assert_note (&notes.notes[36], 60, 0, 1, false);
          ct_notes_clear (&notes);
        }
      ct_posteriorgram_free (posteriors);
    }
}

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
  CtPosteriorgram *posteriors = make_posteriors (300);
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

      put_note (posteriors, midi, 20, 100, cases[i].onset, 0.8);
      for (size_t frame = 22; frame < 100; frame++)
        put_level (spectrogram, frame, bin_of (midi), cases[i].db);
    }
  options = decoder_options ();
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
  CtPosteriorgram *posteriors = make_posteriors (300);
  CtSpectrogram *spectrogram = make_spectrogram (300);
  CtNoteDecoderOptions options;
  CtNotes notes = { 0 };

  put_note (posteriors, 50, 30, 100, 0.8, 0.8); /* rises from frame 24 on */
  put_note (posteriors, 70, 30, 100, 0.8, 0.8); /* falls until its onset */
  put_frames (posteriors, 50, 21, 30, 0.5);
  put_frames (posteriors, 70, 20, 30, 0.5);
  for (size_t frame = 10; frame < 100; frame++)
    {
      put_level (spectrogram, frame, bin_of (50), -60 + 5 * CLAMP ((double) frame - 23, 0, 7));
      put_level (spectrogram, frame, bin_of (70), frame < 30 ? -20 - (double) frame : -30);
    }
  options = decoder_options ();
  options.uncertain_threshold = 1;
  for (int early = 0; early < 2; early++)
    {
      options.early_start = early;
      g_assert_cmpint (ct_note_decoder_decode (posteriors, spectrogram, &options, 0, &notes), ==, CT_STATUS_OK);
      g_assert_cmpuint (notes.n, ==, 2);
      assert_note (&notes.notes[0], 50, early ? 25 : 30, 100, false);
      assert_note (&notes.notes[1], 70, 30, 100, false);
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
  CtNote note = { .onset_s = 5 + 10.3 * FRAME_S, .offset_s = 5 + 18 * FRAME_S, .midi = 60 };
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

  options = decoder_options ();
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
  Sound sound = { make_posteriors (300), make_spectrogram (300) };

  fill_with_noise (sound.posteriors, 5, 1);
  failing_allocator_try_all (decode_sound, &sound);
  ct_posteriorgram_free (sound.posteriors);
  ct_spectrogram_free (sound.spectrogram);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/note-decoder/options", test_options);
  g_test_add_func ("/note-decoder/known-notes", test_known_notes);
  g_test_add_func ("/note-decoder/repetition", test_repetition);
  g_test_add_func ("/note-decoder/peak-between-frames", test_peak_between_frames);
  g_test_add_func ("/note-decoder/tolerance", test_tolerance);
  g_test_add_func ("/note-decoder/min-length", test_min_length);
  g_test_add_func ("/note-decoder/neighbours", test_neighbours);
  g_test_add_func ("/note-decoder/uncertain", test_uncertain);
  g_test_add_func ("/note-decoder/without-onset", test_without_onset);
  g_test_add_func ("/note-decoder/pitch-range", test_pitch_range);
  g_test_add_func ("/note-decoder/noise", test_noise);
  g_test_add_func ("/note-decoder/empty", test_empty);
  g_test_add_func ("/note-decoder/velocity", test_velocity);
  g_test_add_func ("/note-decoder/early-start", test_early_start);
  g_test_add_func ("/note-decoder/bend", test_bend);
  g_test_add_func ("/note-decoder/no-memory", test_no_memory);
  return g_test_run ();
}
