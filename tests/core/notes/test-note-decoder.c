/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/notes/ct-posteriorgram.h"
#include "tests/support/made-posteriors.h"

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

  options = made_posteriors_options ();
  options.uncertain_threshold = 1;
  notes = decode_with (posteriors, &options);
  ct_posteriorgram_free (posteriors);
  return notes;
}

static void
test_options (void)
{
  CtNoteDecoderOptions good, bad[16];
  CtPosteriorgram *posteriors = made_posteriors_new (1);
  CtNotes notes = { 0 };

  good = made_posteriors_options ();
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
  bad[14].repetition = -1.01f;
  bad[15].repetition = NAN;
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
  CtPosteriorgram *posteriors = made_posteriors_new (400);
  CtNotes notes = { 0 };
  CtNoteDecoderOptions options;

  made_posteriors_put_note (posteriors, 60, 10, 50, 0.8, 0.6);
  made_posteriors_put_note (posteriors, 64, 10, 30, 0.5, 0.9);
  made_posteriors_put_note (posteriors, CT_MIDI_LOW, 0, 400, 1, 1);
  made_posteriors_put_note (posteriors, CT_MIDI_HIGH, 390, 400, 1, 1);
  options = made_posteriors_options ();
  g_assert_cmpint (ct_notes_append (&notes, &(CtNote){ .onset_s = 99, .midi = 1 }), ==, CT_STATUS_OK);
  g_assert_cmpint (ct_note_decoder_decode (posteriors, NULL, &options, 0, &notes), ==, CT_STATUS_OK);
  g_assert_cmpuint (notes.n, ==, 5);
  g_assert_cmpint (notes.notes[0].midi, ==, 1); /* what was there stays where it was */
  g_assert_cmpint (notes.notes[1].midi, ==, CT_MIDI_LOW);
  g_assert_cmpfloat_with_epsilon (notes.notes[1].offset_s, 400 * MADE_POSTERIORS_FRAME_S, 1e-9);
  made_posteriors_assert_note (&notes.notes[2], 60, 10, 50, false);
  made_posteriors_assert_note (&notes.notes[3], 64, 10, 30, false);
  made_posteriors_assert_note (&notes.notes[4], CT_MIDI_HIGH, 390, 400, false);
  g_assert_cmpfloat_with_epsilon ((double) notes.notes[2].confidence, 0.7, 0.003);
  g_assert_cmpint (notes.notes[4].velocity, ==, 127);
  g_assert_cmpint (notes.notes[2].velocity, <, 127);
  ct_notes_clear (&notes);

  g_assert_cmpint (ct_note_decoder_decode (posteriors, NULL, &options, 100, &notes), ==, CT_STATUS_OK);
  g_assert_cmpfloat_with_epsilon (notes.notes[1].onset_s, 100 + 10 * MADE_POSTERIORS_FRAME_S, 1e-9);
  g_assert_cmpfloat_with_epsilon (notes.notes[1].offset_s, 100 + 50 * MADE_POSTERIORS_FRAME_S, 1e-9);
  ct_notes_clear (&notes);
  ct_posteriorgram_free (posteriors);
}

static void
test_repetition (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (200);
  CtNotes notes;

  made_posteriors_put_note (posteriors, 60, 10, 100, 0.8, 0.8);
  made_posteriors_put_onset (posteriors, 60, 40, 0.7);
  made_posteriors_put_onset (posteriors, 60, 48, 0.7);
  made_posteriors_put_onset (posteriors, 60, 51, 0.6); /* the same onset once more */
  made_posteriors_put_onset (posteriors, 60, 70, 0.6); /* the weaker comes first */
  made_posteriors_put_onset (posteriors, 60, 73, 0.9);
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 4);
  made_posteriors_assert_note (&notes.notes[0], 60, 10, 40, false);
  made_posteriors_assert_note (&notes.notes[1], 60, 40, 48, false);
  made_posteriors_assert_note (&notes.notes[2], 60, 48, 73, false);
  made_posteriors_assert_note (&notes.notes[3], 60, 73, 100, false);
  ct_notes_clear (&notes);
}

static void
test_peak_between_frames (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtNotes notes;

  made_posteriors_put_note (posteriors, 50, 20, 60, 0.8, 0.8);
  made_posteriors_put_onset (posteriors, 50, 21, 0.7); /* leans to later */
  made_posteriors_put_note (posteriors, 60, 20, 60, 0.8, 0.8);
  made_posteriors_put_onset (posteriors, 60, 19, 0.7);       /* to earlier */
  made_posteriors_put_note (posteriors, 70, 20, 60, 1, 0.8); /* saturated over five frames */
  for (size_t i = 21; i < 25; i++)
    made_posteriors_put_onset (posteriors, 70, i, 1);
  made_posteriors_put_note (posteriors, 80, 0, 60, 1, 0.8); /* from the first frame on */
  made_posteriors_put_note (posteriors, 90, 20, 60, 0.8, 0.8);
  made_posteriors_put_onset (posteriors, 90, 21, 0.8); /* a tie */
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 5);
  g_assert_cmpint (notes.notes[0].midi, ==, 80);
  g_assert_cmpfloat (notes.notes[0].onset_s, >=, 0);
  g_assert_cmpint (notes.notes[1].midi, ==, 60);
  g_assert_cmpfloat (notes.notes[1].onset_s, <, 19.9 * MADE_POSTERIORS_FRAME_S);
  g_assert_cmpfloat (notes.notes[1].onset_s, >, 19.5 * MADE_POSTERIORS_FRAME_S);
  g_assert_cmpint (notes.notes[2].midi, ==, 50);
  g_assert_cmpfloat (notes.notes[2].onset_s, >, 20.1 * MADE_POSTERIORS_FRAME_S);
  g_assert_cmpfloat (notes.notes[2].onset_s, <, 20.5 * MADE_POSTERIORS_FRAME_S);
  g_assert_cmpint (notes.notes[3].midi, ==, 90);
  g_assert_cmpfloat_with_epsilon (notes.notes[3].onset_s, 20.45 * MADE_POSTERIORS_FRAME_S, 1e-6);
  made_posteriors_assert_note (&notes.notes[4], 70, 22, 60, false);
  ct_notes_clear (&notes);
}

static void
test_tolerance (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtNotes notes;

  made_posteriors_put_note (posteriors, 50, 20, 60, 0.8, 0.8);
  made_posteriors_put_frames (posteriors, 50, 69, 80, 0.8); /* 9 frames below */
  made_posteriors_put_note (posteriors, 60, 20, 60, 0.8, 0.8);
  made_posteriors_put_frames (posteriors, 60, 70, 80, 0.8); /* 10 */
  made_posteriors_put_note (posteriors, 70, 20, 60, 0.8, 0.29);
  made_posteriors_put_frames (posteriors, 70, 25, 55,
                              0.31); /* a slow attack: over the threshold after the onset only */
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 3);
  made_posteriors_assert_note (&notes.notes[0], 50, 20, 80, false);
  made_posteriors_assert_note (&notes.notes[1], 60, 20, 60, false);
  made_posteriors_assert_note (&notes.notes[2], 70, 20, 55, false);
  ct_notes_clear (&notes);
}

/* A loud note rings above the threshold: it ends where it is a good part of what it was. What it rings through begins
 * no other note. */
static void
test_ringing (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtNotes notes;

  made_posteriors_put_note (posteriors, 40, 20, 60, 0.8, 0.9);
  made_posteriors_put_frames (posteriors, 40, 60, 100, 0.55);
  made_posteriors_put_note (posteriors, 50, 20, 60, 0.8, 0.8); /* soft in the middle, and at its end */
  made_posteriors_put_frames (posteriors, 50, 60, 66, 0.4);
  made_posteriors_put_frames (posteriors, 50, 66, 100, 0.6);
  made_posteriors_put_frames (posteriors, 50, 100, 120, 0.5);
  made_posteriors_put_note (posteriors, 60, 20, 100, 0.8, 0.55);
  made_posteriors_put_note (posteriors, 70, 20, 21, 0.42, 0.9); /* not shorter than an unsure one must be */
  made_posteriors_put_frames (posteriors, 70, 21, 80, 0.4);
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 4);
  made_posteriors_assert_note (&notes.notes[0], 40, 20, 60, false);
  made_posteriors_assert_note (&notes.notes[1], 50, 20, 100, false);
  made_posteriors_assert_note (&notes.notes[2], 60, 20, 100, false);
  made_posteriors_assert_note (&notes.notes[3], 70, 20, 26, false);
  ct_notes_clear (&notes);
}

/* How many certain notes there are with this repetition; all at pitch 60, and the first from frame 20 to @end. */
static size_t
count_repeated (const CtPosteriorgram *posteriors, float repetition, double end)
{
  CtNoteDecoderOptions options = made_posteriors_options ();
  CtNotes notes;
  size_t n = 0;

  options.repetition = repetition;
  notes = decode_with (posteriors, &options);
  made_posteriors_assert_note (&notes.notes[0], 60, 20, end, false);
  for (size_t i = 0; i < notes.n; i++)
    n += !notes.notes[i].uncertain;
  ct_notes_clear (&notes);
  return n;
}

/* A note that sounds is struck again surely, as any note begins, and perhaps; another one begins after a rest. */
static void
test_struck_again (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtNoteDecoderOptions options = made_posteriors_options ();
  CtNotes notes;

  made_posteriors_put_note (posteriors, 60, 20, 200, 0.9, 0.9);
  made_posteriors_put_onset (posteriors, 60, 60, 0.9);
  made_posteriors_put_onset (posteriors, 60, 100, 0.45);
  made_posteriors_put_onset (posteriors, 60, 140, 0.25);
  made_posteriors_put_note (posteriors, 60, 230, 260, 0.45, 0.9);
  g_assert_cmpuint (count_repeated (posteriors, 0, 60), ==, 4);
  g_assert_cmpuint (count_repeated (posteriors, -0.5f, 60), ==, 3);
  g_assert_cmpuint (count_repeated (posteriors, -1, 200), ==, 2);
  g_assert_cmpuint (count_repeated (posteriors, 0.5f, 60), ==, 4);
  g_assert_cmpuint (count_repeated (posteriors, 1, 60), ==, 5);

  /* what is not struck again after all is offered */
  options.repetition = -0.5f;
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 5);
  made_posteriors_assert_note (&notes.notes[1], 60, 60, 200, false);
  made_posteriors_assert_note (&notes.notes[2], 60, 100, 140, true);
  made_posteriors_assert_note (&notes.notes[3], 60, 140, 200, true);
  made_posteriors_assert_note (&notes.notes[4], 60, 230, 260, false);
  ct_notes_clear (&notes);
  ct_posteriorgram_free (posteriors);
}

static void
test_min_length (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtNotes notes;

  made_posteriors_put_note (posteriors, 40, 20, 24, 0.42, 0.8); /* 46 ms, unsure */
  made_posteriors_put_note (posteriors, 50, 20, 24, 1, 0.8);    /* 46 ms, sure */
  made_posteriors_put_note (posteriors, 60, 20, 22, 1, 0.8);    /* 23 ms */
  made_posteriors_put_note (posteriors, 70, 20, 26, 0.42, 0.8); /* 70 ms, unsure */
  made_posteriors_put_note (posteriors, 80, 20, 20, 1, 0);      /* an onset and no more */
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 2);
  made_posteriors_assert_note (&notes.notes[0], 50, 20, 24, false);
  made_posteriors_assert_note (&notes.notes[1], 70, 20, 26, false);
  ct_notes_clear (&notes);
}

static void
test_neighbours (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtNotes notes;

  made_posteriors_put_note (posteriors, 50, 20, 60, 0.9, 0.9);
  made_posteriors_put_note (posteriors, 51, 21, 60, 0.5, 0.5); /* its shadow */
  made_posteriors_put_note (posteriors, 70, 20, 60, 0.9, 0.8); /* a minor second */
  made_posteriors_put_note (posteriors, 71, 20, 50, 0.8, 0.8);
  made_posteriors_put_note (posteriors, 90, 20, 60, 0.9, 0.9);
  made_posteriors_put_frames (posteriors, 90, 60, 100, 0.4);    /* reverberation, */
  made_posteriors_put_note (posteriors, 91, 60, 100, 0.9, 0.9); /* under the next note of a scale */
  notes = decode_only_notes (posteriors);
  g_assert_cmpuint (notes.n, ==, 5);
  made_posteriors_assert_note (&notes.notes[0], 50, 20, 60, false);
  made_posteriors_assert_note (&notes.notes[1], 70, 20, 60, false);
  made_posteriors_assert_note (&notes.notes[2], 71, 20, 50, false);
  made_posteriors_assert_note (&notes.notes[3], 90, 20, 60, false);
  made_posteriors_assert_note (&notes.notes[4], 91, 60, 100, false);
  ct_notes_clear (&notes);
}

static void
test_uncertain (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtNoteDecoderOptions options;
  CtNotes notes;

  made_posteriors_put_note (posteriors, 50, 20, 60, 0.3, 0.6);
  made_posteriors_put_note (posteriors, 60, 20, 60, 0.9, 0.9);
  made_posteriors_put_onset (posteriors, 60, 40, 0.3); /* perhaps repeated */
  made_posteriors_put_note (posteriors, 70, 20, 60, 0.19, 0.35);
  options = made_posteriors_options ();
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 3);
  made_posteriors_assert_note (&notes.notes[0], 50, 20, 60, true);
  made_posteriors_assert_note (&notes.notes[1], 60, 20, 60, false);
  made_posteriors_assert_note (&notes.notes[2], 60, 40, 60, true);
  g_assert_cmpfloat ((double) notes.notes[0].confidence, <, (double) notes.notes[1].confidence);
  ct_notes_clear (&notes);

  options.onset_threshold = 0.25f; /* moved: the uncertain notes are notes */
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 3);
  made_posteriors_assert_note (&notes.notes[0], 50, 20, 60, false);
  made_posteriors_assert_note (&notes.notes[1], 60, 20, 40, false);
  made_posteriors_assert_note (&notes.notes[2], 60, 40, 60, false);
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
  CtPosteriorgram *posteriors = made_posteriors_new (300);
  CtNoteDecoderOptions options;
  CtNotes notes;

  made_posteriors_put_frames (posteriors, 50, 20, 60, 0.8);
  made_posteriors_put_frames (posteriors, 51, 22, 58, 0.5); /* leaks */
  made_posteriors_put_frames (posteriors, 60, 9, 20, 0.8);  /* before an onset: its attack */
  made_posteriors_put_note (posteriors, 60, 20, 60, 0.9, 0.9);
  made_posteriors_put_frames (posteriors, 70, 20, 28, 0.8);  /* short */
  made_posteriors_put_frames (posteriors, 80, 20, 60, 0.35); /* weak */
  made_posteriors_put_note (posteriors, 90, 20, 60, 0.3, 0.9);
  options = made_posteriors_options ();
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 3);
  made_posteriors_assert_note (&notes.notes[0], 50, 20, 60, true);
  made_posteriors_assert_note (&notes.notes[1], 60, 20, 60, false);
  made_posteriors_assert_note (&notes.notes[2], 90, 20, 60, true);
  ct_notes_clear (&notes);

  options.notes_without_onset = true;
  for (int uncertain = 0; uncertain < 2; uncertain++)
    {
      options.uncertain_threshold = uncertain ? 0.2f : 1;
      notes = decode_with (posteriors, &options);
      g_assert_cmpuint (notes.n, ==, 3);
      made_posteriors_assert_note (&notes.notes[0], 50, 20, 60, false);
      made_posteriors_assert_note (&notes.notes[1], 60, 20, 60, false);
      made_posteriors_assert_note (&notes.notes[2], 90, 20, 60, false);
      ct_notes_clear (&notes);
    }
  ct_posteriorgram_free (posteriors);
}

static void
test_pitch_range (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (100);
  CtNoteDecoderOptions options;
  static const struct
  {
    int low, high;
    size_t n;
  } cases[] = { { 0, 127, 84 }, { 60, 61, 2 }, { 60, 60, 1 }, { 0, 23, 0 }, { 108, 127, 0 }, { 20, 24, 1 } };

  for (int midi = CT_MIDI_LOW; midi <= CT_MIDI_HIGH; midi++)
    made_posteriors_put_note (posteriors, midi, 10, 60, 0.8, 0.8);
  options = made_posteriors_options ();
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

/* Whatever the posteriors: notes lie in the recording, in order, and those of a pitch do not overlap. */
static void
test_noise (void)
{
  CtPosteriorgram *posteriors = made_posteriors_new (500);
  CtNoteDecoderOptions options;
  CtNotes notes;

  options = made_posteriors_options ();
  made_posteriors_fill_with_noise (posteriors, 3, 0.19);
  notes = decode_with (posteriors, &options);
  g_assert_cmpuint (notes.n, ==, 0);
  made_posteriors_fill_with_noise (posteriors, 4, 1);
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
          g_assert_cmpfloat (note->offset_s, <=, 500 * MADE_POSTERIORS_FRAME_S + 1e-9);
          g_assert_true (note->confidence >= 0 && note->confidence <= 1);
          if (note->uncertain)
            continue;
          /* an onset between frames may come half a frame before the end of the note before it */
          g_assert_cmpfloat (note->onset_s, >=, ends[note->midi - CT_MIDI_LOW] - 0.5 * MADE_POSTERIORS_FRAME_S);
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

  options = made_posteriors_options ();
  options.notes_without_onset = true;
  for (size_t n_frames = 0; n_frames < 3; n_frames++)
    {
      CtPosteriorgram *posteriors = made_posteriors_new (n_frames);
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
          made_posteriors_assert_note (&notes.notes[36], 60, 0, 1, false);
          ct_notes_clear (&notes);
        }
      ct_posteriorgram_free (posteriors);
    }
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
  g_test_add_func ("/note-decoder/ringing", test_ringing);
  g_test_add_func ("/note-decoder/struck-again", test_struck_again);
  g_test_add_func ("/note-decoder/min-length", test_min_length);
  g_test_add_func ("/note-decoder/neighbours", test_neighbours);
  g_test_add_func ("/note-decoder/uncertain", test_uncertain);
  g_test_add_func ("/note-decoder/without-onset", test_without_onset);
  g_test_add_func ("/note-decoder/pitch-range", test_pitch_range);
  g_test_add_func ("/note-decoder/noise", test_noise);
  g_test_add_func ("/note-decoder/empty", test_empty);
  return g_test_run ();
}
