/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-score.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/failing-allocator.h"

/* Two tracks, the second one unnamed and muted; a note of each, an uncertain note. */
static CtEditScore *
make_score (void)
{
  static const CtEditNote notes[] = {
    { .id = 1,
      .onset_s = 1,
      .offset_s = 2,
      .confidence = 1,
      .origin_frame = 86,
      .track = 1,
      .origin_midi = 60,
      .midi = 60,
      .velocity = 80 },
    { .id = 3,
      .onset_s = 1,
      .offset_s = 3,
      .confidence = 0.5f,
      .origin_frame = -1,
      .track = 2,
      .midi = 64,
      .velocity = 1,
      .edited = CT_EDITED_DRAWN },
    { .id = 2,
      .onset_s = 4,
      .offset_s = 5,
      .confidence = 0.2f,
      .origin_frame = 344,
      .track = 1,
      .origin_midi = 72,
      .midi = 72,
      .velocity = 127,
      .uncertain = true },
  };
  CtEditScore *score;

  g_assert_cmpint (ct_edit_score_new (&score), ==, CT_STATUS_OK);
  score->notes = malloc (sizeof notes);
  memcpy (score->notes, notes, sizeof notes);
  score->n_notes = G_N_ELEMENTS (notes);
  score->tracks = calloc (2, sizeof *score->tracks);
  score->n_tracks = 2;
  for (size_t i = 0; i < 2; i++)
    ct_edit_track_init (&score->tracks[i], (uint32_t) i + 1, (uint32_t) i);
  ct_edit_track_set_name (&score->tracks[0], "Flute");
  score->tracks[0].program = 73;
  score->tracks[1].mute = true;
  score->deleted = malloc (2 * sizeof *score->deleted);
  score->deleted[0] = (CtDeletedNote){ 7, 60 };
  score->deleted[1] = (CtDeletedNote){ 7, 61 };
  score->n_deleted = 2;
  score->next_note_id = 4;
  score->next_track_id = 3;
  score->tempo = (CtEditTempo){ .confidence = 0.75f, .meter_confidence = 0.5f, .sought = true };
  g_assert_cmpint (ct_tempo_map_new_steady (90, 0.25, 3, 4, &score->tempo.map), ==, CT_STATUS_OK);
  return score;
}

static void
test_copy (void)
{
  CtEditScore *score = make_score (), *copy;

  g_assert_cmpint (ct_edit_score_copy (score, &copy), ==, CT_STATUS_OK);
  g_assert_cmpuint (copy->n_notes, ==, 3);
  for (size_t i = 0; i < 3; i++)
    g_assert_true (ct_edit_note_equal (&copy->notes[i], &score->notes[i]));
  for (size_t i = 0; i < 2; i++)
    g_assert_true (ct_edit_track_equal (&copy->tracks[i], &score->tracks[i]));
  g_assert_true (copy->notes != score->notes);
  g_assert_true (ct_edit_tempo_equal (&copy->tempo, &score->tempo));
  g_assert_true (copy->tempo.map != score->tempo.map);
  g_assert_cmpint (ct_deleted_note_compare (&copy->deleted[1], &score->deleted[1]), ==, 0);
  ct_edit_score_free (copy);
  ct_edit_score_free (score);
  ct_edit_score_free (NULL);
}

/* What makes a valid score an invalid one: each returns whether it knows a way numbered @how. */
static bool
spoil_note (CtEditScore *score, int how)
{
  switch (how)
    {
    case 0:
      score->notes[0].id = 0;
      return true;
    case 1:
      score->notes[0].id = 4;
      return true;
    case 2:
      score->notes[1].id = score->notes[2].id;
      return true;
    case 3:
      score->notes[0].onset_s = -1;
      return true;
    case 4:
      score->notes[2].offset_s = (double) NAN;
      return true;
    case 5:
      score->notes[2].offset_s = (double) INFINITY;
      return true;
    case 6:
      score->notes[2].offset_s = score->notes[2].onset_s;
      return true;
    case 7:
      score->notes[0].track = 9;
      return true;
    case 8:
      score->notes[0].velocity = 0;
      return true;
    case 9:
      score->notes[0].velocity = 128;
      return true;
    case 10:
      score->notes[2].midi = 128;
      return true;
    case 11:
      score->notes[0].confidence = (float) NAN;
      return true;
    case 12:
      score->notes[0].edited = 0x40;
      return true;
    case 13:
      score->notes[0].origin_frame = -2;
      return true;
    case 14:
      score->notes[1].origin_midi = 3;
      return true;
    case 15:
      score->notes[2].onset_s = 0.5;
      return true;
    default:
      return false;
    }
}

static bool
spoil_track (CtEditScore *score, int how)
{
  switch (how)
    {
    case 16:
      score->tracks[0].id = 0;
      return true;
    case 17:
      score->tracks[1].id = 1;
      return true;
    case 18:
      score->tracks[1].id = 3;
      return true;
    case 19:
      score->tracks[0].program = 128;
      return true;
    case 20:
      score->tracks[0].rgb = 0x1000000;
      return true;
    case 21:
      score->tracks[0].volume = (float) NAN;
      return true;
    case 22:
      score->tracks[0].pan = 1.5f;
      return true;
    case 23:
      memset (score->tracks[0].name, 'x', sizeof score->tracks[0].name);
      return true;
    case 24:
      strcpy (score->tracks[0].name, "a\nb");
      return true;
    case 25:
      strcpy (score->tracks[0].name, "\xc3");
      return true;
    default:
      return false;
    }
}

static bool
spoil_rest (CtEditScore *score, int how)
{
  switch (how)
    {
    case 26:
      score->deleted[1] = score->deleted[0];
      return true;
    case 27:
      score->deleted[0].origin_frame = -1;
      return true;
    case 28:
      score->options.notes.onset_threshold = 2;
      return true;
    case 29:
      score->options.tracks.n_tracks = -1;
      return true;
    case 30:
      score->tempo.confidence = NAN;
      return true;
    case 31:
      score->tempo.meter_confidence = 1.5f;
      return true;
    case 32:
      score->tempo.sought = false;
      return true;
    case 33:
      score->notes[0].edited |= CT_EDITED_GRID; /* and does not know where it was */
      return true;
    case 34:
      score->notes[0].heard_onset_s = 1;
      score->notes[0].heard_offset_s = 1;
      return true;
    case 35:
      score->notes[0].heard_offset_s = NAN;
      return true;
    default:
      return false;
    }
}

static void
test_valid (void)
{
  CtEditScore *score = make_score ();

  g_assert_true (ct_edit_score_is_valid (score));
  ct_edit_score_free (score);
  for (int how = 0; how < 33; how++)
    {
      score = make_score ();
      g_assert_true (spoil_note (score, how) || spoil_track (score, how) || spoil_rest (score, how));
      g_test_message ("spoilt in way %d", how);
      g_assert_false (ct_edit_score_is_valid (score));
      ct_edit_score_free (score);
    }
}

static void
assert_name (const char *given, const char *kept)
{
  CtEditTrack track;

  ct_edit_track_init (&track, 1, 0);
  ct_edit_track_set_name (&track, given);
  g_assert_cmpstr (track.name, ==, kept);
}

static void
test_name (void)
{
  g_autofree char *endless = g_strnfill (10 << 20, 'x');
  g_autofree char *chinese = g_strnfill (63, 'x');
  g_autoptr (GString) many = g_string_new (NULL);

  assert_name ("", "");
  assert_name ("Violin 1/2", "Violin 1/2");
  assert_name ("tab\there\x7f and\x1b[31m more", "tabhere and[31m more");
  assert_name ("a\xe2\x80\xae"
               "b\xe2\x81\xa6"
               "c\xe2\x80\xa8"
               "d",
               "abcd");
  assert_name ("\xff\xfe"
               "ok\xc3",
               "ok");
  assert_name ("\xed\xa0\x80"
               "surrogate",
               "surrogate");
  assert_name ("\xc0\xaf"
               "overlong",
               "overlong");
  assert_name ("\xf0\x9f\x8e\xbb", "\xf0\x9f\x8e\xbb");
  assert_name (endless, chinese);
  /* 21 characters of 3 bytes fit into 63 bytes */
  for (int i = 0; i < 40; i++)
    g_string_append (many, "\xe9\x9f\xb3");
  {
    CtEditTrack track;

    ct_edit_track_init (&track, 1, 0);
    ct_edit_track_set_name (&track, many->str);
    g_assert_cmpuint (strlen (track.name), ==, 63);
    g_assert_true (g_utf8_validate (track.name, -1, NULL));
  }
}

/* Hits go with the notes: those of muted groups, and of another time, stay behind. */
static void
test_export_hits (void)
{
  CtEditScore *score = make_score ();
  CtHit hits[] = { { 1, 0.5f, 0 }, { 1.5, 0.5f, 1 }, { 2, 1, 1 }, { 2.5, 1, 1 } };
  CtPercussion percussion = { hits, 4, { { .drum = 36, .mute = true }, { .drum = 38 } }, 2 };
  CtEditExport all = { .span = { 0, (double) INFINITY }, .muted_too = true, .hidden_too = true };
  CtEditExport heard = { .span = { 1.5, 2.5 } };
  static const uint32_t second[] = { 2 };
  CtEditExport chosen = { .span = { 0, (double) INFINITY }, .tracks = second, .n_tracks = 1 };
  CtScore *out;

  g_assert_cmpint (ct_percussion_copy (&percussion, &score->percussion), ==, CT_STATUS_OK);
  g_assert_true (ct_edit_score_is_valid (score));
  g_assert_cmpint (ct_edit_score_export (score, &all, &out), ==, CT_STATUS_OK);
  g_assert_true (ct_percussion_equal (&out->percussion, &percussion));
  ct_score_free (out);
  g_assert_cmpint (ct_edit_score_export (score, &heard, &out), ==, CT_STATUS_OK);
  g_assert_cmpuint (out->percussion.n_groups, ==, 1);
  g_assert_cmpuint (out->percussion.n_hits, ==, 2);
  g_assert_cmpint (out->percussion.groups[0].drum, ==, 38);
  g_assert_cmpfloat (out->percussion.hits[0].time_s, ==, 0);
  g_assert_cmpint (out->percussion.hits[0].group, ==, 0);
  ct_score_free (out);
  g_assert_cmpint (ct_edit_score_export (score, &chosen, &out), ==, CT_STATUS_OK);
  g_assert_cmpuint (out->percussion.n_groups, ==, 0);
  ct_score_free (out);
  /* a soloed group silences all else, and a soloed track silences it */
  score->percussion.groups[1].solo = true;
  g_assert_true (ct_edit_score_group_is_heard (score, 1));
  g_assert_false (ct_edit_score_track_is_heard (score, &score->tracks[0]));
  score->percussion.groups[1].solo = false;
  score->tracks[0].solo = true;
  g_assert_false (ct_edit_score_group_is_heard (score, 1));
  score->percussion.hits[3].group = 2;
  g_assert_false (ct_edit_score_is_valid (score));
  ct_edit_score_free (score);
}

static void
test_export (void)
{
  CtEditScore *score = make_score ();
  CtEditExport all = { .span = { 0, (double) INFINITY }, .muted_too = true, .hidden_too = true };
  CtEditExport heard = { .span = { 0, (double) INFINITY } };
  CtEditExport part = { .span = { 1.5, 2.5 }, .muted_too = true };
  static const uint32_t second[] = { 2 };
  CtScore *out;

  g_assert_cmpint (ct_edit_score_export (score, &all, &out), ==, CT_STATUS_OK);
  g_assert_cmpuint (out->n_tracks, ==, 2);
  g_assert_cmpuint (out->notes.n, ==, 2);
  g_assert_cmpstr (out->tracks[0].name, ==, "Flute");
  g_assert_cmpint (out->tracks[0].program, ==, 73);
  g_assert_cmpstr (out->tracks[1].name, ==, "Track 2");
  ct_score_free (out);

  g_assert_cmpint (ct_edit_score_export (score, &heard, &out), ==, CT_STATUS_OK);
  g_assert_cmpuint (out->n_tracks, ==, 1);
  g_assert_cmpuint (out->notes.n, ==, 1);
  ct_score_free (out);

  g_assert_cmpint (ct_edit_score_export (score, &part, &out), ==, CT_STATUS_OK);
  g_assert_cmpuint (out->notes.n, ==, 2);
  g_assert_cmpfloat (out->notes.notes[0].onset_s, ==, 0);
  g_assert_cmpfloat (out->notes.notes[0].offset_s, ==, 0.5);
  g_assert_cmpfloat (out->notes.notes[1].offset_s, ==, 1);
  /* bars lie where they did, as the notes do */
  g_assert_cmpfloat (ct_tempo_map_time_at (out->tempo_map, 0), ==, -1.25);
  g_assert_cmpint (ct_tempo_map_meter_at (out->tempo_map, 0)->numerator, ==, 3);
  ct_score_free (out);

  /* at 90 quarters a minute, bars of 3/4 begin at 0.25 and 2.25 s */
  part.from_bar = true;
  g_assert_cmpfloat (ct_edit_score_export_origin (score, &part), ==, 0.25);
  g_assert_cmpint (ct_edit_score_export (score, &part, &out), ==, CT_STATUS_OK);
  g_assert_cmpfloat (out->notes.notes[0].onset_s, ==, 1.25);
  g_assert_cmpfloat (out->notes.notes[0].offset_s, ==, 1.75);
  g_assert_cmpfloat (ct_tempo_map_time_at (out->tempo_map, 0), ==, 0);
  ct_score_free (out);
  part.span.start_s = 2.25;
  g_assert_cmpfloat (ct_edit_score_export_origin (score, &part), ==, 2.25);
  part.span.start_s = 0;
  g_assert_cmpfloat (ct_edit_score_export_origin (score, &part), ==, 0);

  all.tracks = second;
  all.n_tracks = 1;
  g_assert_cmpint (ct_edit_score_export (score, &all, &out), ==, CT_STATUS_OK);
  g_assert_cmpuint (out->n_tracks, ==, 1);
  g_assert_cmpint (out->notes.notes[0].midi, ==, 64);
  g_assert_cmpint (out->notes.notes[0].track, ==, 0);
  ct_score_free (out);
  ct_edit_score_free (score);
}

static void
test_heard (void)
{
  CtEditScore *score = make_score ();

  g_assert_true (ct_edit_score_track_is_heard (score, &score->tracks[0]));
  g_assert_false (ct_edit_score_track_is_heard (score, &score->tracks[1]));
  score->tracks[1].mute = false;
  score->tracks[1].solo = true;
  g_assert_false (ct_edit_score_track_is_heard (score, &score->tracks[0]));
  g_assert_true (ct_edit_score_track_is_heard (score, &score->tracks[1]));
  ct_edit_score_free (score);
}

static CtStatus
copy_and_export (void *data)
{
  CtEditExport all = { .span = { 0, (double) INFINITY }, .muted_too = true, .hidden_too = true };
  CtEditScore *copy = NULL;
  CtScore *out = NULL;
  CtStatus status = ct_edit_score_copy (data, &copy);

  if (status == CT_STATUS_OK)
    status = ct_edit_score_export (copy, &all, &out);
  ct_score_free (out);
  ct_edit_score_free (copy);
  return status;
}

static void
test_no_memory (void)
{
  CtEditScore *score = make_score ();

  failing_allocator_try_all (copy_and_export, score);
  ct_edit_score_free (score);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/edit-score/copy", test_copy);
  g_test_add_func ("/edit-score/valid", test_valid);
  g_test_add_func ("/edit-score/name", test_name);
  g_test_add_func ("/edit-score/export", test_export);
  g_test_add_func ("/edit-score/export-hits", test_export_hits);
  g_test_add_func ("/edit-score/heard", test_heard);
  g_test_add_func ("/edit-score/no-memory", test_no_memory);
  return g_test_run ();
}
