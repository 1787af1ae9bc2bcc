/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-program.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/network/ct-weights.h"
#include "core/timbre/ct-known-timbres.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-recognition.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-track-colours.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/heard-song.h"
#include "tests/support/known-weights.h"
#include "tests/support/same-score.h"

#define ENCODER 5

static const CtRescoreScope whole = { .kind = CT_RESCORE_ALL };
static const CtRescoreScope find = { .kind = CT_RESCORE_FIND_TRACKS };

static const uint32_t palette[] = { 0xe69f00, 0x56b4e9, 0x009e73, 0xf0e442 };

typedef struct
{
  HeardSong *song;
  CtWeights *weights;
  CtTranscriberOptions options;
  CtKnownTimbres *known; /* "Anna" is the second track of @plain, nearly in the colour of the first */
  CtEditScore *empty;
  CtEditScore *plain; /* as heard without knowing anybody */
} Fixture;

static void
learn (Fixture *fixture, const char *name, size_t track, uint32_t rgb, uint8_t program)
{
  const CtEditScore *score = fixture->plain;
  CtTimbreLesson lesson = { .name = name, .rgb = rgb, .program = program, .encoder = ENCODER, .song = 1 };
  g_autofree CtNote *notes = g_new (CtNote, score->n_notes);
  g_autofree float *embeddings = g_new0 (float, score->n_notes *CT_EMBEDDING_SIZE);

  for (size_t i = 0; i < score->n_notes; i++)
    {
      const float *embedding = ct_rescore_evidence_embedding (&fixture->song->evidence, &score->notes[i]);

      notes[i] = ct_edit_note_to_note (&score->notes[i]);
      notes[i].track = (int16_t) ct_edit_score_track_index (score, score->notes[i].track);
      if (embedding)
        memcpy (embeddings + i * CT_EMBEDDING_SIZE, embedding, CT_EMBEDDING_SIZE * sizeof *embedding);
    }
  g_assert_cmpint (ct_known_timbres_learn (fixture->known, &lesson, embeddings, notes, score->n_notes, (int) track), ==,
                   CT_STATUS_OK);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->song = heard_song_new (240, 3, 0.2, 7);
  fixture->weights = known_weights_new ();
  fixture->song->evidence.weights = fixture->weights;
  fixture->song->evidence.colours = (CtTrackColours){ palette, G_N_ELEMENTS (palette) };
  ct_transcriber_options_init (&fixture->options);
  g_assert_cmpint (ct_edit_score_new (&fixture->empty), ==, CT_STATUS_OK);
  fixture->plain = heard_song_rescore (fixture->song, fixture->empty, &fixture->options, &whole);
  g_assert_cmpuint (fixture->plain->n_tracks, ==, 3);
  g_assert_cmpint (ct_known_timbres_new (&fixture->known), ==, CT_STATUS_OK);
  learn (fixture, "Anna", 1, palette[0] + 0x0a0a, 71);
  fixture->song->evidence.known = fixture->known;
  fixture->song->evidence.encoder = ENCODER;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_known_timbres_free (fixture->known);
  ct_edit_score_free (fixture->plain);
  ct_edit_score_free (fixture->empty);
  heard_song_free (fixture->song);
  ct_weights_free (fixture->weights);
}

static CtEditScore *
rescore (const Fixture *fixture, const CtEditScore *before, const CtRescoreScope *scope)
{
  CtEditScore *after = heard_song_rescore (fixture->song, before, &fixture->options, scope);

  g_assert_true (ct_edit_score_is_valid (after));
  return after;
}

/* The track that is called so, or NULL. */
static CtEditTrack *
find_name (CtEditScore *score, const char *name)
{
  for (size_t i = 0; i < score->n_tracks; i++)
    if (strcmp (score->tracks[i].name, name) == 0)
      return &score->tracks[i];
  return NULL;
}

/* One track is recognised: the notes stay where they are, and no two tracks share a colour. */
static void
test_first (Fixture *fixture, gconstpointer data)
{
  CtEditScore *score = rescore (fixture, fixture->empty, &whole);
  const CtEditTrack *anna = find_name (score, "Anna"), *plain = fixture->plain->tracks;

  g_assert_true (anna == &score->tracks[1]);
  g_assert_cmpint (anna->recognition, ==, CT_RECOGNITION_DONE);
  g_assert_cmpuint (anna->program, ==, 71);
  g_assert_cmpuint (anna->rgb, ==, palette[0] + 0x0a0a);
  g_assert_cmpuint (anna->guess.rgb, ==, plain[1].rgb);
  g_assert_cmpuint (anna->guess.program, ==, plain[1].program);
  g_assert_cmpuint (score->tracks[0].rgb, ==, plain[1].rgb);
  g_assert_cmpuint (score->tracks[2].rgb, ==, plain[2].rgb);
  for (size_t i = 0; i < 3; i += 2)
    {
      g_assert_cmpstr (score->tracks[i].name, ==, "");
      g_assert_cmpint (score->tracks[i].recognition, ==, CT_RECOGNITION_NONE);
      g_assert_false (ct_edit_track_is_named (&score->tracks[i]));
    }
  g_assert_false (ct_edit_track_is_named (anna));
  g_assert_cmpuint (score->n_notes, ==, fixture->plain->n_notes);
  for (size_t i = 0; i < score->n_notes; i++)
    g_assert_true (ct_edit_note_equal (&score->notes[i], &fixture->plain->notes[i]));
  ct_edit_score_free (score);
}

/* Where a hand gave another track the colour that a timbre is known by, the recognised one keeps that which it had, and
 * no third track gets it. */
static void
test_colour_taken (Fixture *fixture, gconstpointer data)
{
  CtEditScore *score;

  fixture->plain->tracks[2].rgb = palette[0] + 0x0a;
  fixture->plain->tracks[2].rgb_by_hand = true;
  score = rescore (fixture, fixture->plain, &find);
  g_assert_true (find_name (score, "Anna") == &score->tracks[1]);
  for (size_t i = 0; i < 3; i++)
    g_assert_cmpuint (score->tracks[i].rgb, ==, fixture->plain->tracks[i].rgb);
  ct_edit_score_free (score);
}

/* Found again with the same knowledge nothing changes; without it the track is what it was before. */
static void
test_again (Fixture *fixture, gconstpointer data)
{
  CtEditScore *score = rescore (fixture, fixture->empty, &whole), *again = rescore (fixture, score, &find);

  same_score_assert (score, again);
  ct_edit_score_free (again);
  fixture->song->evidence.known = NULL;
  again = rescore (fixture, score, &find);
  g_assert_null (find_name (again, "Anna"));
  g_assert_cmpint (again->tracks[1].recognition, ==, CT_RECOGNITION_NONE);
  g_assert_cmpuint (again->tracks[1].program, ==, fixture->plain->tracks[1].program);
  ct_edit_score_free (again);
  ct_edit_score_free (score);
}

/* What a hand chose is never taken away, nor is a timbre given twice; who was refused does not come back. */
static void
test_hands (Fixture *fixture, gconstpointer data)
{
  CtEditScore *score, *again;

  /* named by hand, before anybody was known */
  ct_edit_track_set_name (&fixture->plain->tracks[1], "My Clarinet");
  score = rescore (fixture, fixture->plain, &find);
  g_assert_cmpstr (score->tracks[1].name, ==, "My Clarinet");
  g_assert_null (find_name (score, "Anna"));
  ct_edit_score_free (score);

  /* a colour or a program by hand */
  ct_edit_track_set_name (&fixture->plain->tracks[1], "");
  fixture->plain->tracks[1].program_by_hand = true;
  score = rescore (fixture, fixture->plain, &find);
  g_assert_true (ct_edit_track_equal (&score->tracks[1], &fixture->plain->tracks[1]));
  ct_edit_score_free (score);

  /* another track has the name */
  fixture->plain->tracks[1].program_by_hand = false;
  ct_edit_track_set_name (&fixture->plain->tracks[2], "Anna");
  score = rescore (fixture, fixture->plain, &find);
  g_assert_cmpstr (score->tracks[1].name, ==, "");
  ct_edit_score_free (score);

  /* refused */
  score = rescore (fixture, fixture->empty, &whole);
  ct_edit_track_unrecognise (&score->tracks[1]);
  score->tracks[1].recognition = CT_RECOGNITION_REFUSED;
  g_assert_cmpuint (score->tracks[1].program, ==, fixture->plain->tracks[1].program);
  again = rescore (fixture, score, &find);
  g_assert_null (find_name (again, "Anna"));
  g_assert_cmpint (again->tracks[1].recognition, ==, CT_RECOGNITION_REFUSED);
  ct_edit_score_free (again);
  ct_edit_score_free (score);
}

/* Colour and program that a hand changed after a track was recognised stay when it is refused. */
static void
test_unrecognise (Fixture *fixture, gconstpointer data)
{
  CtEditTrack track, before;

  ct_edit_track_init (&track, 1, 0x112233);
  track.program = 3;
  track.naming = CT_NAMING_FAMILY;
  before = track;
  ct_edit_track_recognise (&track, ct_known_timbres_get (fixture->known, 0));
  g_assert_cmpstr (track.name, ==, "Anna");
  ct_edit_track_unrecognise (&track);
  g_assert_true (ct_edit_track_equal (&track, &before));
  ct_edit_track_unrecognise (&track);
  g_assert_true (ct_edit_track_equal (&track, &before));

  ct_edit_track_recognise (&track, ct_known_timbres_get (fixture->known, 0));
  track.rgb = 0x445566;
  track.rgb_by_hand = true;
  track.program = 9;
  track.program_by_hand = true;
  ct_edit_track_unrecognise (&track);
  g_assert_cmpstr (track.name, ==, "");
  g_assert_cmpuint (track.rgb, ==, 0x445566);
  g_assert_cmpuint (track.program, ==, 9);
}

/* Makes the notes of one timbre sound nearly like those of another. */
static void
make_alike (HeardSong *song, int timbre, int other)
{
  double sums[CT_EMBEDDING_SIZE] = { 0 };
  size_t n = 0;

  for (int pass = 0; pass < 2; pass++)
    for (size_t i = 0; i < song->candidates.n; i++)
      {
        const CtNote *note = &song->candidates.notes[i];
        int frame = (int) lround (note->onset_s * CT_CQT_FRAME_RATE_HZ);
        float *embedding = song->embeddings + i * CT_EMBEDDING_SIZE, length = 0;

        if (heard_song_timbre (song, frame, note->midi) != (pass == 0 ? other : timbre))
          continue;
        n += pass == 0;
        for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
          {
            if (pass == 0)
              sums[d] += (double) embedding[d];
            else
              embedding[d] += (float) (5 * sums[d] / (double) n);
            length += embedding[d] * embedding[d];
          }
        for (size_t d = 0; d < CT_EMBEDDING_SIZE; d++)
          embedding[d] /= sqrtf (length);
      }
}

/* A band that is known says how many play, whether a hand has named one of them or not. */
static void
test_number (Fixture *fixture, gconstpointer data)
{
  CtEditScore *score, *again;

  fixture->song->evidence.known = NULL;
  make_alike (fixture->song, 2, 1);
  score = rescore (fixture, fixture->empty, &whole);
  g_assert_cmpuint (score->n_tracks, ==, 2);
  ct_edit_score_free (score);

  ct_known_timbres_forget (fixture->known, 0);
  learn (fixture, "Anna", 1, 0x123456, 71);
  learn (fixture, "Ben", 0, 0x112233, 40);
  learn (fixture, "Carla", 2, 0x332211, 60);
  fixture->song->evidence.known = fixture->known;
  score = rescore (fixture, fixture->empty, &whole);
  g_assert_cmpuint (score->n_tracks, ==, 3);
  for (size_t i = 0; i < 3; i++)
    g_assert_cmpint (score->tracks[i].recognition, ==, CT_RECOGNITION_DONE);
  ct_edit_track_unrecognise (&score->tracks[1]);
  ct_edit_track_set_name (&score->tracks[1], "Anna");
  again = rescore (fixture, score, &find);
  g_assert_cmpuint (again->n_tracks, ==, 3);
  ct_edit_score_free (again);
  ct_edit_score_free (score);

  fixture->options.tracks.n_tracks = 2;
  score = rescore (fixture, fixture->empty, &whole);
  g_assert_cmpuint (score->n_tracks, ==, 2);
  ct_edit_score_free (score);
}

/* Scores that the command line writes. */
static void
test_apply (Fixture *fixture, gconstpointer data)
{
  const FakeTimbres *timbres = fixture->song->timbres;
  CtTimbreLesson lesson = { .name = "Ben", .rgb = 0xabcdef, .program = 9, .encoder = ENCODER, .song = 2 };
  CtScore *score;

  g_assert_cmpint (ct_score_new (3, &score), ==, CT_STATUS_OK);
  for (size_t i = 0; i < timbres->n; i++)
    {
      CtNote note = timbres->notes[i];

      note.track = (int16_t) timbres->timbres[i];
      note.uncertain = false;
      g_assert_cmpint (ct_notes_append (&score->notes, &note), ==, CT_STATUS_OK);
    }
  g_assert_cmpint (ct_known_timbres_learn (fixture->known, &lesson, timbres->embeddings, score->notes.notes,
                                           score->notes.n, 2),
                   ==, CT_STATUS_OK);
  ct_known_timbres_forget (fixture->known, 0);
  g_assert_cmpint (ct_recognition_apply (fixture->known, fixture->weights, ENCODER, timbres->embeddings, score), ==,
                   CT_STATUS_OK);
  g_assert_cmpstr (score->tracks[2].name, ==, "Ben");
  g_assert_cmpuint (score->tracks[2].rgb, ==, 0xabcdef);
  g_assert_cmpuint (score->tracks[2].program, ==, 9);
  g_assert_true (score->tracks[2].recognised);
  g_assert_cmpstr (score->tracks[0].name, ==, "Track 1");
  g_assert_false (score->tracks[0].recognised);
  g_assert_cmpuint (ct_recognition_mark (timbres->embeddings, timbres->n), !=,
                    ct_recognition_mark (timbres->embeddings, timbres->n - 1));
  ct_score_free (score);
}

static CtStatus
run (void *data)
{
  const Fixture *fixture = data;
  CtEditScore *score = NULL;
  CtStatus status = ct_rescore (&fixture->song->evidence, fixture->plain, &fixture->options, &find, &score);

  ct_edit_score_free (score);
  return status;
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (run, fixture);
}

#define ADD(name, func) g_test_add ("/recognition/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("first", test_first);
  ADD ("colour-taken", test_colour_taken);
  ADD ("again", test_again);
  ADD ("hands", test_hands);
  ADD ("unrecognise", test_unrecognise);
  ADD ("number", test_number);
  ADD ("apply", test_apply);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
