/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random hands, options and scopes: what must hold of every score that is made again. */
#include <glib.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-note.h"
#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/timbre/ct-track-postprocess.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "tests/support/heard-song.h"
#include "tests/support/same-score.h"

#define RUNS 400

static void
delete_note (CtEditScore *score, size_t i)
{
  CtDeletedNote gone = { score->notes[i].origin_frame, score->notes[i].origin_midi };

  memmove (score->notes + i, score->notes + i + 1, (score->n_notes - i - 1) * sizeof *score->notes);
  score->n_notes--;
  if (gone.origin_frame < 0)
    return;
  score->deleted = realloc (score->deleted, (score->n_deleted + 1) * sizeof *score->deleted);
  for (size_t j = 0; j < score->n_deleted; j++)
    if (ct_deleted_note_compare (&score->deleted[j], &gone) == 0)
      return;
  score->deleted[score->n_deleted++] = gone;
  qsort (score->deleted, score->n_deleted, sizeof *score->deleted, ct_deleted_note_compare);
}

static void
draw_note (CtEditScore *score, GRand *rand)
{
  double onset_s = g_rand_double_range (rand, 0, 12);

  score->notes = realloc (score->notes, (score->n_notes + 1) * sizeof *score->notes);
  score->notes[score->n_notes++] = (CtEditNote){
    .id = score->next_note_id++,
    .onset_s = onset_s,
    .offset_s = onset_s + g_rand_double_range (rand, 0.01, 2),
    .confidence = 1,
    .origin_frame = -1,
    .track = score->tracks[g_rand_int_range (rand, 0, (gint32) score->n_tracks)].id,
    .midi = (uint8_t) g_rand_int_range (rand, 40, 90),
    .velocity = 80,
    .edited = CT_EDITED_DRAWN
  };
}

static void
edit_note (CtEditScore *score, CtEditNote *note, GRand *rand)
{
  note->edited |= (uint8_t) g_rand_int_range (rand, 1, CT_EDITED_ALL + 1) & ~CT_EDITED_DRAWN;
  if (note->edited & CT_EDITED_GRID && !(note->heard_offset_s > 0))
    {
      note->heard_onset_s = note->onset_s;
      note->heard_offset_s = note->offset_s;
    }
  if (note->edited & CT_EDITED_TIME)
    note->onset_s += g_rand_double_range (rand, 0, 0.2) * (note->offset_s - note->onset_s);
  if (note->edited & CT_EDITED_PITCH)
    note->midi = (uint8_t) g_rand_int_range (rand, 30, 100);
  if (note->edited & CT_EDITED_TRACK)
    note->track = score->tracks[g_rand_int_range (rand, 0, (gint32) score->n_tracks)].id;
  if (note->edited & CT_EDITED_ACCEPTED)
    note->uncertain = false;
}

static void
edit_track (CtEditTrack *track, GRand *rand)
{
  track->locked = g_rand_double (rand) < 0.15;
  if (g_rand_double (rand) < 0.05)
    ct_edit_track_set_name (track, "Flute");
  if (g_rand_double (rand) < 0.05)
    track->rgb_by_hand = true;
  if (g_rand_double (rand) < 0.05)
    track->program_by_hand = true;
}

/* The notes of the last track go to the first. */
static void
merge_last (CtEditScore *score)
{
  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == score->tracks[score->n_tracks - 1].id && !score->notes[i].uncertain)
      {
        score->notes[i].track = score->tracks[0].id;
        score->notes[i].edited |= CT_EDITED_TRACK;
      }
}

/* Some notes of a track, all of its timbre or not, go to a new one. */
static void
split_off (CtEditScore *score, GRand *rand)
{
  uint32_t from = score->tracks[g_rand_int_range (rand, 0, (gint32) score->n_tracks)].id, to = score->next_track_id++;

  score->tracks = realloc (score->tracks, (score->n_tracks + 1) * sizeof *score->tracks);
  ct_edit_track_init (&score->tracks[score->n_tracks++], to, 0x123456);
  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == from && !score->notes[i].uncertain)
      {
        score->notes[i].edited |= CT_EDITED_TRACK;
        if (g_rand_boolean (rand))
          score->notes[i].track = to;
      }
}

/* A few edits of every kind; now and then of whole tracks. */
static void
edit_score (CtEditScore *score, GRand *rand)
{
  for (int i = g_rand_int_range (rand, 0, 30); i > 0 && score->n_notes > 1; i--)
    {
      size_t at = (size_t) g_rand_int_range (rand, 0, (gint32) score->n_notes);

      if (g_rand_double (rand) < 0.2)
        delete_note (score, at);
      else if (g_rand_double (rand) < 0.2)
        draw_note (score, rand);
      else
        edit_note (score, &score->notes[at], rand);
    }
  if (g_rand_double (rand) < 0.3)
    merge_last (score);
  if (g_rand_double (rand) < 0.3)
    split_off (score, rand);
  for (size_t i = 0; i < score->n_tracks; i++)
    edit_track (&score->tracks[i], rand);
  qsort (score->notes, score->n_notes, sizeof *score->notes, ct_edit_note_compare);
}

static void
choose (CtTranscriberOptions *options, CtRescoreScope *scope, const CtEditScore *score, GRand *rand)
{
  ct_transcriber_options_init (options);
  options->notes.onset_threshold = (float) g_rand_double_range (rand, 0.05, 0.7);
  options->notes.frame_threshold = (float) g_rand_double_range (rand, 0.05, 0.7);
  options->notes.min_length_s = (float) g_rand_double_range (rand, 0, 0.4);
  options->notes.notes_without_onset = g_rand_boolean (rand);
  options->notes.early_start = g_rand_boolean (rand);
  options->notes.midi_low = g_rand_int_range (rand, 30, 60);
  options->tracks.n_tracks = g_rand_boolean (rand) ? 0 : g_rand_int_range (rand, 1, 8);
  options->tracks.separation = (float) g_rand_double_range (rand, 0.3, 3);
  options->postprocess.drop_octaves = g_rand_boolean (rand);
  options->postprocess.follow_register = g_rand_boolean (rand);
  *scope = (CtRescoreScope){ .kind = (CtRescoreKind) g_rand_int_range (rand, 0, CT_RESCORE_FIND_TRACKS + 1),
                             .span = { 3, 7 } };
  scope->track = score->tracks[g_rand_int_range (rand, 0, (gint32) score->n_tracks)].id;
}

static const CtEditTrack *
track_of (const CtEditScore *score, const CtEditNote *note)
{
  return &score->tracks[ct_edit_score_track_index (score, note->track)];
}

static bool
is_outside (const CtRescoreScope *scope, const CtEditNote *note)
{
  return (scope->kind == CT_RESCORE_SPAN
          && !(note->onset_s >= scope->span.start_s && note->onset_s < scope->span.end_s))
         || (scope->kind == CT_RESCORE_TRACK && note->track != scope->track);
}

/* A note that was there: it is as it was, or, where nothing keeps it, changed or gone, but on its track. */
static void
check_note (const CtEditScore *before, const CtEditScore *after, const CtRescoreScope *scope, const CtEditNote *note)
{
  const CtEditNote *now = heard_song_find_note (after, note->id);

  if (track_of (before, note)->locked || is_outside (scope, note) || note->edited & ~CT_EDITED_TRACK)
    g_assert_true (now && ct_edit_note_equal (now, note));
  else if (now)
    g_assert_cmpuint (now->track, ==, note->track);
}

/* Whether the track of @note, which is new in @after, has a note of its timbre that was there before, unless no track
 * has. */
static bool
is_among_its_like (const HeardSong *song, const CtEditScore *before, const CtEditScore *after, const CtEditNote *note)
{
  int timbre = heard_song_timbre (song, note->origin_frame, note->origin_midi);
  bool any = false;

  for (size_t i = 0; i < after->n_notes; i++)
    {
      const CtEditNote *other = &after->notes[i];

      if (!other->uncertain && heard_song_timbre (song, other->origin_frame, other->origin_midi) == timbre
          && heard_song_find_note (before, other->id))
        {
          any = true;
          if (other->track == note->track)
            return true;
        }
    }
  return !any || timbre < 0;
}

/* A note that was not: on a track that may gain it, and that has its timbre. */
static void
check_new (const HeardSong *song,
           const CtEditScore *before,
           const CtEditScore *after,
           const CtRescoreScope *scope,
           const CtEditNote *note)
{
  g_assert_cmpuint (note->id, >=, before->next_note_id);
  g_assert_false (is_outside (scope, note));
  g_assert_false (track_of (after, note)->locked);
  for (size_t j = 0; j < before->n_deleted; j++)
    g_assert_false (before->deleted[j].origin_midi == note->origin_midi
                    && before->deleted[j].origin_frame == note->origin_frame);
  g_assert_true (is_among_its_like (song, before, after, note));
}

/* Tracks that exist stay. */
static void
check_notes_found (const HeardSong *song,
                   const CtEditScore *before,
                   const CtEditScore *after,
                   const CtRescoreScope *scope)
{
  g_assert_cmpuint (after->n_tracks, ==, before->n_tracks);
  for (size_t i = 0; i < before->n_tracks; i++)
    g_assert_true (ct_edit_track_equal (&after->tracks[i], &before->tracks[i]));
  for (size_t i = 0; i < before->n_notes; i++)
    check_note (before, after, scope, &before->notes[i]);
  for (size_t i = 0; i < after->n_notes; i++)
    if (!heard_song_find_note (before, after->notes[i].id))
      check_new (song, before, after, scope, &after->notes[i]);
  g_assert_true (ct_timbre_cluster_options_equal (&after->options.tracks, &before->options.tracks));
}

static size_t
count_put (const CtEditScore *score, const CtEditTrack *track)
{
  size_t n = 0;

  for (size_t i = 0; i < score->n_notes; i++)
    n += score->notes[i].track == track->id && !score->notes[i].uncertain
         && score->notes[i].edited & (CT_EDITED_TRACK | CT_EDITED_DRAWN);
  return n;
}

/* What a hand did stays: the tracks it touched, with all their notes, and notes that it touched on their tracks. */
static void
check_tracks_found (const CtEditScore *before, const CtEditScore *after)
{
  g_assert_cmpuint (after->n_notes, ==, before->n_notes);
  for (size_t i = 0; i < before->n_notes; i++)
    {
      const CtEditTrack *track = track_of (before, &before->notes[i]);
      CtEditNote now = *heard_song_find_note (after, before->notes[i].id);

      if (track->locked || track->name[0] || track->rgb_by_hand || track->program_by_hand || before->notes[i].edited
          || count_put (before, track) >= 3)
        g_assert_cmpuint (now.track, ==, before->notes[i].track);
      if (track_of (after, &now)->locked)
        g_assert_cmpuint (now.track, ==, before->notes[i].track);
      now.track = before->notes[i].track;
      g_assert_true (ct_edit_note_equal (&now, &before->notes[i]));
    }
  for (size_t i = 0; i < before->n_tracks; i++)
    {
      CtEditTrack was = before->tracks[i];
      bool kept = was.locked || was.name[0] || was.rgb_by_hand || was.program_by_hand || count_put (before, &was) >= 3;
      int at = ct_edit_score_track_index (after, was.id);

      if (kept)
        g_assert_cmpint (at, >=, 0);
      if (at >= 0 && !kept)
        {
          was.program = after->tracks[at].program;
          was.naming = after->tracks[at].naming;
        }
      if (at >= 0)
        g_assert_true (ct_edit_track_equal (&after->tracks[at], &was));
    }
  g_assert_cmpfloat (after->options.notes.onset_threshold, ==, before->options.notes.onset_threshold);
}

static void
check (const HeardSong *song, const CtEditScore *before, const CtEditScore *after, const CtRescoreScope *scope)
{
  g_assert_true (ct_edit_score_is_valid (after));
  if (scope->kind == CT_RESCORE_FIND_TRACKS)
    check_tracks_found (before, after);
  else if (before->n_tracks > 0)
    check_notes_found (song, before, after, scope);
  g_assert_cmpuint (after->n_deleted, ==, before->n_deleted);
}

/* Whether new notes may be left out: they would find others next time. */
static bool
leaves_out (const CtEditScore *score, const CtRescoreScope *scope)
{
  for (size_t i = 0; i < score->n_tracks; i++)
    if (score->tracks[i].locked && scope->kind != CT_RESCORE_FIND_TRACKS)
      return true;
  return scope->kind == CT_RESCORE_TRACK;
}

/* Running again changes nothing; only where an uncertain note would go depends on all others, and may. */
static void
assert_settled (CtEditScore *again, const CtEditScore *after)
{
  for (size_t i = 0; i < again->n_notes && again->n_notes == after->n_notes; i++)
    if (again->notes[i].uncertain && again->notes[i].id == after->notes[i].id)
      again->notes[i].track = after->notes[i].track;
  same_score_assert (again, after);
}

/* Every run starts from what the one before left, so that hands and scopes pile up. */
static void
test_random (gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (GPOINTER_TO_UINT (data));
  HeardSong *song = heard_song_new (120, 3, 0.3, GPOINTER_TO_UINT (data));
  CtTranscriberOptions options;
  CtRescoreScope scope = { .kind = CT_RESCORE_ALL };
  CtEditScore *score, *first;

  g_assert_cmpint (ct_edit_score_new (&score), ==, CT_STATUS_OK);
  ct_transcriber_options_init (&options);
  first = heard_song_rescore (song, score, &options, &scope);
  ct_edit_score_free (score);
  score = first;
  for (int run = 0; run < RUNS; run++)
    {
      CtEditScore *after, *again;

      if (run % 20 == 0) /* or all would be by hand at last */
        {
          ct_edit_score_free (score);
          g_assert_cmpint (ct_edit_score_new (&score), ==, CT_STATUS_OK);
          scope.kind = CT_RESCORE_ALL;
        }
      else
        {
          edit_score (score, rand);
          choose (&options, &scope, score, rand);
        }
      g_assert_true (ct_edit_score_is_valid (score));
      after = heard_song_rescore (song, score, &options, &scope);
      check (song, score, after, &scope);
      again = heard_song_rescore (song, after, &options, &scope);
      if (!leaves_out (score, &scope))
        assert_settled (again, after);
      ct_edit_score_free (again);
      ct_edit_score_free (score);
      score = after;
    }
  ct_edit_score_free (score);
  heard_song_free (song);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/rescore-random/1", GUINT_TO_POINTER (1), test_random);
  g_test_add_data_func ("/rescore-random/2", GUINT_TO_POINTER (2), test_random);
  return g_test_run ();
}
