/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-status.h"
#include "core/notes/ct-note-decoder.h"
#include "core/timbre/ct-timbre-cluster.h"
#include "core/transcribe/ct-edit-score.h"
#include "core/transcribe/ct-rescore.h"
#include "core/transcribe/ct-transcriber-options.h"
#include "core/transform/ct-cqt.h"
#include "tests/support/failing-allocator.h"
#include "tests/support/heard-song.h"
#include "tests/support/same-score.h"

static const CtRescoreScope whole = { .kind = CT_RESCORE_ALL };
static const CtRescoreScope find = { .kind = CT_RESCORE_FIND_TRACKS };

typedef struct
{
  HeardSong *song;
  CtTranscriberOptions options; /* the defaults */
  CtEditScore *score;           /* with 3 tracks, as heard with them */
} Fixture;

static CtEditScore *
rescore (const Fixture *fixture,
         const CtEditScore *before,
         const CtTranscriberOptions *options,
         const CtRescoreScope *scope)
{
  CtEditScore *after = NULL;

  g_assert_true (ct_edit_score_is_valid (before));
  g_assert_cmpint (ct_rescore (&fixture->song->evidence, before, options, scope, &after), ==, CT_STATUS_OK);
  g_assert_true (ct_edit_score_is_valid (after));
  g_assert_cmpuint (after->next_note_id, >=, before->next_note_id);
  g_assert_cmpuint (after->next_track_id, >=, before->next_track_id);
  return after;
}

static CtTranscriberOptions
with_onset (const Fixture *fixture, double threshold)
{
  CtTranscriberOptions options = fixture->options;

  options.notes.onset_threshold = (float) threshold;
  return options;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  CtEditScore *empty;

  fixture->song = heard_song_new (240, 3, 0.5, 7);
  ct_transcriber_options_init (&fixture->options);
  g_assert_cmpint (ct_edit_score_new (&empty), ==, CT_STATUS_OK);
  fixture->score = rescore (fixture, empty, &fixture->options, &whole);
  ct_edit_score_free (empty);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ct_edit_score_free (fixture->score);
  heard_song_free (fixture->song);
}

static size_t
count (const CtEditScore *score, uint32_t track)
{
  size_t n = 0;

  for (size_t i = 0; i < score->n_notes; i++)
    n += !score->notes[i].uncertain && (track == 0 || score->notes[i].track == track);
  return n;
}

/* The @nth note that is no uncertain note. */
static CtEditNote *
sure_note (CtEditScore *score, size_t nth)
{
  for (size_t i = 0; i < score->n_notes; i++)
    if (!score->notes[i].uncertain && nth-- == 0)
      return &score->notes[i];
  g_assert_not_reached ();
}

static void
sort (CtEditScore *score)
{
  qsort (score->notes, score->n_notes, sizeof *score->notes, ct_edit_note_compare);
}

static size_t
heard_at (const CtEditScore *score, const CtEditNote *note)
{
  size_t n = 0;

  for (size_t i = 0; i < score->n_notes; i++)
    n += score->notes[i].origin_midi == note->origin_midi
         && abs (score->notes[i].origin_frame - note->origin_frame) <= 6;
  return n;
}

static void
test_first (Fixture *fixture, gconstpointer data)
{
  const CtEditScore *score = fixture->score;
  size_t n_uncertain = 0;

  g_assert_cmpuint (score->n_tracks, ==, 3);
  g_assert_cmpuint (score->next_track_id, ==, 4);
  g_assert_cmpuint (score->next_note_id, ==, score->n_notes + 1);
  for (size_t i = 0; i < 3; i++)
    {
      g_assert_cmpuint (score->tracks[i].rgb, ==, fixture->song->evidence.colours.rgb[i]);
      g_assert_cmpuint (count (score, score->tracks[i].id), ==, 60);
    }
  for (size_t i = 0; i < score->n_notes; i++)
    {
      const CtEditNote *note = &score->notes[i];
      int timbre = heard_song_timbre (fixture->song, note->origin_frame, note->midi);

      n_uncertain += note->uncertain;
      g_assert_cmpint (timbre, >=, 0);
      g_assert_cmpuint (note->origin_midi, ==, note->midi);
      g_assert_cmpint (abs (note->origin_frame - (int) lrint (note->onset_s * CT_CQT_FRAME_RATE_HZ)), <=, 1);
      for (size_t j = 0; j < i; j++)
        g_assert_true (
            (score->notes[j].track == note->track)
            == (heard_song_timbre (fixture->song, score->notes[j].origin_frame, score->notes[j].midi) == timbre));
    }
  g_assert_cmpuint (n_uncertain, ==, 60); /* half of them without an onset */
}

static void
test_again (Fixture *fixture, gconstpointer data)
{
  CtEditScore *again = rescore (fixture, fixture->score, &fixture->options, &whole);

  same_score_assert (again, fixture->score);
  ct_edit_score_free (again);
}

/* More and fewer notes, and back: those that stay keep their ids, those that come are new. */
static void
test_threshold (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions more = with_onset (fixture, 0.1), fewer = with_onset (fixture, 0.4),
                       least = with_onset (fixture, 0.06);
  CtEditScore *a = rescore (fixture, fixture->score, &more, &whole),
              *b = rescore (fixture, fixture->score, &fewer, &whole);
  CtEditScore *c = rescore (fixture, fixture->score, &least, &whole),
              *back = rescore (fixture, b, &fixture->options, &whole);

  g_assert_cmpuint (count (fixture->score, 0), ==, 180);
  g_assert_cmpuint (count (a, 0), ==, 210);
  g_assert_cmpuint (count (b, 0), ==, 150);
  g_assert_cmpuint (count (c, 0), ==, 240);
  g_assert_cmpfloat (a->options.notes.onset_threshold, ==, 0.1f);
  for (size_t i = 0; i < c->n_notes; i++)
    {
      const CtEditNote *there = heard_song_find_note (fixture->score, c->notes[i].id);

      g_assert_true (there != NULL || c->notes[i].id >= fixture->score->next_note_id);
      if (there)
        {
          g_assert_cmpint (there->origin_frame, ==, c->notes[i].origin_frame);
          g_assert_cmpuint (there->track, ==, c->notes[i].track);
        }
    }
  same_score_assert (back, fixture->score);
  ct_edit_score_free (a);
  ct_edit_score_free (b);
  ct_edit_score_free (c);
  ct_edit_score_free (back);
}

/* Edits @note by a hand that does @hand. */
static void
edit (CtEditNote *note, int hand)
{
  note->edited |= (uint8_t) hand;
  if (hand & CT_EDITED_TIME)
    {
      note->onset_s += 0.7;
      note->offset_s += 0.9;
    }
  if (hand & CT_EDITED_PITCH)
    note->midi += 2;
  if (hand & CT_EDITED_VELOCITY)
    note->velocity = 3;
  if (hand & CT_EDITED_ACCEPTED)
    note->uncertain = false;
}

/* What a hand set stays exactly, whatever is chosen, and does not come a second time. */
static void
test_held (Fixture *fixture, gconstpointer data)
{
  static const int hands[] = { CT_EDITED_TIME, CT_EDITED_PITCH, CT_EDITED_VELOCITY, CT_EDITED_TIME | CT_EDITED_TRACK,
                               CT_EDITED_ACCEPTED };
  static const double thresholds[] = { 0.06, 0.25, 0.5, 0.95 };

  for (size_t h = 0; h < G_N_ELEMENTS (hands); h++)
    for (size_t t = 0; t < G_N_ELEMENTS (thresholds); t++)
      {
        CtTranscriberOptions options = with_onset (fixture, thresholds[t]);
        CtEditScore *before, *after;
        CtEditNote held;

        g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
        edit (sure_note (before, 33), hands[h]);
        held = *sure_note (before, 33);
        sort (before);
        after = rescore (fixture, before, &options, &whole);
        g_assert_true (ct_edit_note_equal (heard_song_find_note (after, held.id), &held));
        g_assert_cmpuint (heard_at (after, &held), ==, 1);
        ct_edit_score_free (before);
        ct_edit_score_free (after);
      }
}

/* A drawn note stays on its track, and what is decoded under more than half of it is not doubled. */
static void
test_drawn (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions none = with_onset (fixture, 0.95);
  CtEditScore *before = rescore (fixture, fixture->score, &none, &whole), *after;
  const CtEditNote *heard = sure_note (fixture->score, 50);
  CtEditNote drawn[2] = { *heard, *heard };

  g_assert_cmpuint (count (before, 0), ==, 0);
  before->notes = realloc (before->notes, (before->n_notes + 2) * sizeof *before->notes);
  for (int i = 0; i < 2; i++)
    {
      drawn[i] = (CtEditNote){ .id = before->next_note_id++,
                               .onset_s = heard->onset_s + (i ? 5.03 : 0.1),
                               .confidence = 1,
                               .origin_frame = -1,
                               .track = before->tracks[0].id,
                               .midi = heard->midi + (i ? 36 : 0),
                               .velocity = 99,
                               .edited = CT_EDITED_DRAWN };
      drawn[i].offset_s = drawn[i].onset_s + 0.4;
      before->notes[before->n_notes++] = drawn[i];
    }
  sort (before);
  /* what was there beside a drawn note stays beside it */
  after = rescore (fixture, before, &fixture->options, &whole);
  for (int i = 0; i < 2; i++)
    g_assert_true (ct_edit_note_equal (heard_song_find_note (after, drawn[i].id), &drawn[i]));
  g_assert_cmpuint (count (after, 0), ==, 182);
  ct_edit_score_free (after);

  /* what comes anew does not */
  before->n_notes = 2;
  before->notes[0] = drawn[0];
  before->notes[1] = drawn[1];
  sort (before);
  after = rescore (fixture, before, &fixture->options, &whole);
  g_assert_cmpuint (count (after, 0), ==, 181);
  g_assert_cmpuint (heard_at (after, heard), ==, 0);
  ct_edit_score_free (after);
  ct_edit_score_free (before);
}

static void
test_deleted (Fixture *fixture, gconstpointer data)
{
  CtEditScore *before, *after;
  CtEditNote gone = *sure_note (fixture->score, 20);
  CtTranscriberOptions options = with_onset (fixture, 0.06);
  size_t at = 0;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  while (before->notes[at].id != gone.id)
    at++;
  memmove (before->notes + at, before->notes + at + 1, (before->n_notes - at - 1) * sizeof *before->notes);
  before->n_notes--;
  before->deleted = malloc (sizeof *before->deleted);
  before->deleted[0] = (CtDeletedNote){ gone.origin_frame, gone.origin_midi };
  before->n_deleted = 1;
  options.notes.early_start = true;
  after = rescore (fixture, before, &options, &whole);
  g_assert_cmpuint (heard_at (after, &gone), ==, 0);
  g_assert_cmpuint (count (after, 0), ==, 239);
  g_assert_cmpuint (after->n_deleted, ==, 1);
  ct_edit_score_free (after);
  ct_edit_score_free (before);
}

/* Puts all sure notes of track @from on track @to by hand; uncertain notes follow. */
static void
merge (CtEditScore *score, uint32_t from, uint32_t to)
{
  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == from || score->notes[i].track == to)
      {
        score->notes[i].track = to;
        score->notes[i].edited |= score->notes[i].uncertain ? 0 : CT_EDITED_TRACK;
      }
  for (size_t i = 0; i < score->n_tracks; i++)
    if (score->tracks[i].id == from)
      {
        memmove (score->tracks + i, score->tracks + i + 1, (score->n_tracks - i - 1) * sizeof *score->tracks);
        score->n_tracks--;
      }
}

/* What was merged stays merged, new notes of both timbres join it, and sliders go on thinning it. */
static void
test_merge (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions more = with_onset (fixture, 0.06), fewer = with_onset (fixture, 0.4);
  CtEditScore *before, *after, *back;
  uint32_t to = fixture->score->tracks[1].id, other = fixture->score->tracks[0].id;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  merge (before, fixture->score->tracks[2].id, to);
  after = rescore (fixture, before, &more, &whole);
  g_assert_cmpuint (after->n_tracks, ==, 2);
  g_assert_cmpuint (count (after, to), ==, 160);
  g_assert_cmpuint (count (after, other), ==, 80);
  ct_edit_score_free (after);
  after = rescore (fixture, before, &fewer, &whole);
  g_assert_cmpuint (after->n_tracks, ==, 2);
  g_assert_cmpuint (count (after, to), ==, 100);
  back = rescore (fixture, after, &fixture->options, &whole);
  same_score_assert (back, before);
  ct_edit_score_free (back);
  ct_edit_score_free (after);
  ct_edit_score_free (before);
}

/* Puts every other sure note of track @from on a new one by hand. */
static void
split (CtEditScore *score, uint32_t from, uint32_t rgb)
{
  uint32_t to = score->next_track_id++;
  size_t n = 0;

  score->tracks = realloc (score->tracks, (score->n_tracks + 1) * sizeof *score->tracks);
  ct_edit_track_init (&score->tracks[score->n_tracks++], to, rgb);
  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == from && !score->notes[i].uncertain)
      {
        score->notes[i].track = n++ % 2 ? from : to;
        score->notes[i].edited |= CT_EDITED_TRACK;
      }
}

/* The timbre of the sure notes on @track, which all have the same. */
static int
timbre_of (const Fixture *fixture, const CtEditScore *score, uint32_t track)
{
  for (size_t i = 0; i < score->n_notes; i++)
    if (score->notes[i].track == track && !score->notes[i].uncertain)
      return heard_song_timbre (fixture->song, score->notes[i].origin_frame, score->notes[i].origin_midi);
  g_assert_not_reached ();
}

/* Half a track, put on a new one by hand, stays there; a single note moved against its timbre moves nothing
 * else. */
static void
test_split_and_move (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions more = with_onset (fixture, 0.06);
  CtEditScore *before, *after;
  CtEditNote *moved;
  uint32_t from = fixture->score->tracks[0].id;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  split (before, from, fixture->song->evidence.colours.rgb[9]);
  after = rescore (fixture, before, &more, &whole);
  g_assert_cmpuint (after->n_tracks, ==, 4);
  for (size_t i = 0; i < before->n_notes; i++)
    if (before->notes[i].edited)
      g_assert_cmpuint (heard_song_find_note (after, before->notes[i].id)->track, ==, before->notes[i].track);
  g_assert_cmpuint (count (after, from) + count (after, 4), ==, 80);
  ct_edit_score_free (after);
  ct_edit_score_free (before);

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  moved = sure_note (before, 10);
  moved->track = moved->track == from ? before->tracks[1].id : from;
  moved->edited = CT_EDITED_TRACK;
  after = rescore (fixture, before, &fixture->options, &whole);
  same_score_assert (after, before);
  ct_edit_score_free (after);
  after = rescore (fixture, before, &fixture->options, &find);
  same_score_assert (after, before);
  ct_edit_score_free (after);
  ct_edit_score_free (before);
}

static void
test_locked (Fixture *fixture, gconstpointer data)
{
  static const double thresholds[] = { 0.06, 0.4, 0.95 };
  CtEditScore *before;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  before->tracks[1].locked = true;
  for (size_t t = 0; t < G_N_ELEMENTS (thresholds); t++)
    {
      CtTranscriberOptions options = with_onset (fixture, thresholds[t]);
      CtEditScore *after = rescore (fixture, before, &options, &whole);
      size_t n = 0;

      for (size_t i = 0; i < after->n_notes; i++)
        if (after->notes[i].track == before->tracks[1].id)
          {
            g_assert_true (ct_edit_note_equal (&after->notes[i], heard_song_find_note (before, after->notes[i].id)));
            n += !after->notes[i].uncertain;
          }
      g_assert_cmpuint (n, ==, 60);
      g_assert_cmpint (count (after, before->tracks[0].id) > 60, ==, t == 0);
      g_assert_true (ct_edit_track_equal (&after->tracks[ct_edit_score_track_index (after, before->tracks[1].id)],
                                          &before->tracks[1]));
      ct_edit_score_free (after);
    }
  ct_edit_score_free (before);
}

/* Outside the scope nothing changes, inside something does. */
static void
assert_only_inside (const Fixture *fixture,
                    const CtRescoreScope *scope,
                    const CtTranscriberOptions *options,
                    size_t expected)
{
  CtEditScore *after = rescore (fixture, fixture->score, options, scope), *again;
  size_t changed = 0;

  for (size_t i = 0; i < fixture->score->n_notes; i++)
    {
      const CtEditNote *note = &fixture->score->notes[i], *now = heard_song_find_note (after, note->id);
      bool inside = scope->kind == CT_RESCORE_SPAN ? note->onset_s >= 5 && note->onset_s < 12
                                                   : note->track == scope->track;

      if (!inside)
        g_assert_true (now && ct_edit_note_equal (now, note));
      changed += !now || !ct_edit_note_equal (now, note);
    }
  for (size_t i = 0; i < after->n_notes; i++)
    if (!heard_song_find_note (fixture->score, after->notes[i].id))
      {
        if (scope->kind == CT_RESCORE_SPAN)
          g_assert_true (after->notes[i].onset_s >= 5 && after->notes[i].onset_s < 12);
        else
          g_assert_cmpuint (after->notes[i].track, ==, scope->track);
        changed++;
      }
  g_assert_cmpuint (changed, >, 0);
  g_assert_cmpuint (count (after, 0), ==, expected);
  g_assert_cmpfloat (after->options.notes.onset_threshold, ==, fixture->options.notes.onset_threshold);
  g_assert_cmpuint (after->n_tracks, ==, fixture->score->n_tracks);
  for (size_t i = 0; i < after->n_tracks; i++)
    g_assert_true (ct_edit_track_equal (&after->tracks[i], &fixture->score->tracks[i]));
  again = rescore (fixture, after, options, scope);
  same_score_assert (again, after);
  ct_edit_score_free (again);
  ct_edit_score_free (after);
}

static void
test_scope (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions more = with_onset (fixture, 0.06), fewer = with_onset (fixture, 0.95);
  CtRescoreScope span = { .kind = CT_RESCORE_SPAN, .span = { 5, 12 } };
  CtRescoreScope track = { .kind = CT_RESCORE_TRACK, .track = fixture->score->tracks[2].id };
  CtRescoreScope nothing = { .kind = CT_RESCORE_TRACK, .track = 77 };
  CtEditScore *after;
  size_t in_span = 0;

  for (size_t i = 0; i < fixture->score->n_notes; i++)
    in_span += !fixture->score->notes[i].uncertain && fixture->score->notes[i].onset_s >= 5
               && fixture->score->notes[i].onset_s < 12;
  assert_only_inside (fixture, &span, &fewer, 180 - in_span);
  assert_only_inside (fixture, &span, &more, 180 + 67 - in_span);
  assert_only_inside (fixture, &track, &fewer, 120);
  assert_only_inside (fixture, &track, &more, 200);
  after = rescore (fixture, fixture->score, &more, &nothing);
  same_score_assert (after, fixture->score);
  ct_edit_score_free (after);
}

/* Another number of timbres: instruments stay who they are, new tracks come at the end, emptied ones go. */
static void
test_tracks (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions options = with_onset (fixture, 0.06);
  CtEditScore *one, *three, *five;

  options.tracks.n_tracks = 1;
  one = rescore (fixture, fixture->score, &options, &find);
  g_assert_cmpuint (one->n_tracks, ==, 1);
  g_assert_cmpuint (count (one, one->tracks[0].id), ==, 180); /* notes stay, whatever their options */
  g_assert_cmpint (one->options.tracks.n_tracks, ==, 1);
  g_assert_cmpfloat (one->options.notes.onset_threshold, ==, fixture->options.notes.onset_threshold);
  three = rescore (fixture, one, &fixture->options, &find);
  g_assert_cmpuint (three->n_tracks, ==, 3);
  g_assert_cmpuint (three->tracks[0].id, ==, one->tracks[0].id);
  g_assert_cmpuint (three->tracks[1].id, ==, 4);
  g_assert_cmpuint (three->tracks[2].id, ==, 5);
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < i; j++)
      g_assert_cmpuint (three->tracks[i].rgb, !=, three->tracks[j].rgb);
  options.tracks.n_tracks = 5;
  five = rescore (fixture, three, &options, &find);
  g_assert_cmpuint (five->n_tracks, ==, 5);
  for (int i = 0; i < 3; i++)
    g_assert_cmpuint (five->tracks[i].id, ==, three->tracks[i].id);
  ct_edit_score_free (one);
  ct_edit_score_free (three);
  ct_edit_score_free (five);
}

/* How many timbres there seem to be, whatever number is asked for, is told where tracks are found again. */
static void
test_count (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions options = fixture->options;
  CtTimbreCount timbres;
  CtEditScore *after;

  options.tracks.n_tracks = 5;
  g_assert_cmpint (ct_rescore_counting (&fixture->song->evidence, fixture->score, &options, &find, &timbres, &after),
                   ==, CT_STATUS_OK);
  g_assert_cmpuint (after->n_tracks, ==, 5);
  g_assert_cmpint (timbres.n, ==, 3);
  ct_edit_score_free (after);
  g_assert_cmpint (ct_rescore_counting (&fixture->song->evidence, fixture->score, &options, &whole, &timbres, &after),
                   ==, CT_STATUS_OK);
  g_assert_cmpint (timbres.n, ==, 0);
  ct_edit_score_free (after);
}

/* What puts a hand on a track. */
static void
touch (CtEditScore *score, CtEditTrack *track, int how)
{
  size_t n = 0;

  switch (how)
    {
    case 0:
      ct_edit_track_set_name (track, "Flute");
      break;
    case 1:
      track->program = 73;
      track->program_by_hand = true;
      break;
    case 2:
      track->rgb_by_hand = true;
      break;
    case 3:
      track->locked = true;
      break;
    default:
      for (size_t i = 0; i < score->n_notes && n < 3; i++)
        if (score->notes[i].track == track->id && !score->notes[i].uncertain)
          {
            score->notes[i].edited = CT_EDITED_TRACK;
            n++;
          }
    }
}

/* Tracks that a hand is on stay as they are, with all their notes, whatever number is asked for; the others share what
 * is left of it. */
static void
test_kept (Fixture *fixture, gconstpointer data)
{
  for (int how = 0; how < 5; how++)
    for (int n = 1; n <= 5; n++)
      {
        CtTranscriberOptions options = fixture->options;
        CtEditScore *before, *after, *again;
        CtEditTrack *track;
        size_t n_there = 0;

        g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
        track = &before->tracks[1];
        touch (before, track, how);
        options.tracks.n_tracks = n;
        after = rescore (fixture, before, &options, &find);
        g_assert_cmpuint (after->n_tracks, ==, how == 3 && n == 1 ? 3 : n);
        g_assert_true (ct_edit_track_equal (&after->tracks[ct_edit_score_track_index (after, track->id)], track));
        for (size_t i = 0; i < before->n_notes; i++)
          if (before->notes[i].track == track->id)
            {
              g_assert_cmpuint (heard_song_find_note (after, before->notes[i].id)->track, ==, track->id);
              n_there++;
            }
        if (how == 3)
          for (size_t i = 0; i < after->n_notes; i++)
            n_there -= after->notes[i].track == track->id;
        g_assert_cmpint (n_there > 0, ==, how != 3);
        again = rescore (fixture, after, &options, &find);
        same_score_assert (again, after);
        ct_edit_score_free (again);
        ct_edit_score_free (after);
        ct_edit_score_free (before);
      }
}

/* One timbre put on two tracks by hand, another renamed: a slider changes no track, and new notes go to their like. */
static void
test_sliders_keep_tracks (Fixture *fixture, gconstpointer data)
{
  CtEditScore *before;

  g_assert_cmpint (ct_edit_score_copy (fixture->score, &before), ==, CT_STATUS_OK);
  split (before, before->tracks[0].id, fixture->song->evidence.colours.rgb[9]);
  ct_edit_track_set_name (&before->tracks[1], "Bass");
  for (double threshold = 0.06; threshold < 0.9; threshold += 0.06)
    {
      CtTranscriberOptions options = with_onset (fixture, threshold);
      CtEditScore *after;

      options.tracks.n_tracks = 2;
      options.tracks.separation = 2;
      after = rescore (fixture, before, &options, &whole);
      g_assert_cmpuint (after->n_tracks, ==, 4);
      for (size_t i = 0; i < 4; i++)
        g_assert_true (ct_edit_track_equal (&after->tracks[i], &before->tracks[i]));
      for (size_t i = 0; i < after->n_notes; i++)
        {
          const CtEditNote *note = &after->notes[i], *was = heard_song_find_note (before, note->id);
          int timbre = heard_song_timbre (fixture->song, note->origin_frame, note->midi);

          if (was)
            g_assert_cmpuint (note->track, ==, was->track);
          else
            g_assert_cmpint (timbre, ==, timbre_of (fixture, before, note->track));
        }
      ct_edit_score_free (after);
    }
  ct_edit_score_free (before);
}

/* Where a threshold has left nothing, the tracks that are left empty are those that notes come back to. */
static void
test_all_gone (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions none = fixture->options;
  CtEditScore *empty, *back;

  none.notes.min_length_s = 5;
  empty = rescore (fixture, fixture->score, &none, &whole);
  g_assert_cmpuint (empty->n_notes, ==, 0);
  g_assert_cmpuint (empty->n_tracks, ==, 3);
  back = rescore (fixture, empty, &fixture->options, &whole);
  g_assert_cmpuint (back->n_tracks, ==, 3);
  for (size_t i = 0; i < 3; i++)
    {
      g_assert_cmpuint (back->tracks[i].id, ==, fixture->score->tracks[i].id);
      g_assert_cmpuint (count (back, back->tracks[i].id), ==, 60);
    }
  ct_edit_score_free (empty);
  ct_edit_score_free (back);
}

/* Where the recording is missing there is nothing to measure loudness by. */
static void
test_no_spectrogram (Fixture *fixture, gconstpointer data)
{
  CtRescoreEvidence evidence = fixture->song->evidence;
  CtEditScore *after;

  evidence.spectrogram = NULL;
  evidence.weights = NULL;
  g_assert_cmpint (ct_rescore (&evidence, fixture->score, &fixture->options, &whole, &after), ==, CT_STATUS_OK);
  same_score_assert (after, fixture->score);
  ct_edit_score_free (after);
}

static void
test_bad_options (Fixture *fixture, gconstpointer data)
{
  CtTranscriberOptions options = fixture->options;
  CtEditScore *after = NULL;

  options.notes.onset_threshold = NAN;
  g_assert_cmpint (ct_rescore (&fixture->song->evidence, fixture->score, &options, &whole, &after), ==,
                   CT_STATUS_BAD_ARGUMENT);
  options = fixture->options;
  options.tracks.n_tracks = -1;
  g_assert_cmpint (ct_rescore (&fixture->song->evidence, fixture->score, &options, &whole, &after), ==,
                   CT_STATUS_BAD_ARGUMENT);
  g_assert_null (after);
}

static CtStatus
run_once (void *data)
{
  const Fixture *fixture = data;
  CtTranscriberOptions options = with_onset (fixture, 0.1);
  CtEditScore *after = NULL;
  CtStatus status;

  status = ct_rescore (&fixture->song->evidence, fixture->score, &options, &whole, &after);
  ct_edit_score_free (after);
  return status;
}

static CtStatus
find_once (void *data)
{
  const Fixture *fixture = data;
  CtTranscriberOptions options = fixture->options;
  CtEditScore *after = NULL;
  CtStatus status;

  options.tracks.n_tracks = 4;
  status = ct_rescore (&fixture->song->evidence, fixture->score, &options, &find, &after);
  ct_edit_score_free (after);
  return status;
}

static void
test_no_memory (Fixture *fixture, gconstpointer data)
{
  failing_allocator_try_all (run_once, fixture);
  failing_allocator_try_all (find_once, fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/rescore/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("first", test_first);
  ADD ("again", test_again);
  ADD ("threshold", test_threshold);
  ADD ("held", test_held);
  ADD ("drawn", test_drawn);
  ADD ("deleted", test_deleted);
  ADD ("merge", test_merge);
  ADD ("split-and-move", test_split_and_move);
  ADD ("locked", test_locked);
  ADD ("scope", test_scope);
  ADD ("tracks", test_tracks);
  ADD ("count", test_count);
  ADD ("kept", test_kept);
  ADD ("sliders-keep-tracks", test_sliders_keep_tracks);
  ADD ("all-gone", test_all_gone);
  ADD ("no-spectrogram", test_no_spectrogram);
  ADD ("bad-options", test_bad_options);
  ADD ("no-memory", test_no_memory);
  return g_test_run ();
}
