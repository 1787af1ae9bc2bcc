/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/transcribe/ct-edit-score.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/ct-compare-private.h"
#include "core/base/ct-harmony.h"
#include "core/base/ct-note-overlaps.h"
#include "core/base/ct-percussion.h"
#include "core/base/ct-plain-name.h"
#include "core/base/ct-program.h"
#include "core/notes/ct-note-decoder.h"
#include "core/rhythm/ct-tempo-edit.h"
#include "core/timbre/ct-timbre-cluster.h"

#define MAX_TIME_S 1e6 /* eleven days: no recording is as long */
#define MAX_VOLUME 2.0f

void
ct_edit_track_init (CtEditTrack *self, uint32_t id, uint32_t rgb)
{
  *self = (CtEditTrack){ .id = id, .rgb = rgb, .visible = true, .volume = 1 };
}

void
ct_edit_track_set_name (CtEditTrack *self, const char *name)
{
  ct_plain_name_copy (name, self->name, sizeof self->name);
}

int
ct_edit_note_compare (const void *a, const void *b)
{
  const CtEditNote *x = a, *y = b;

  if (x->onset_s != y->onset_s)
    return x->onset_s < y->onset_s ? -1 : 1;
  if (x->midi != y->midi)
    return x->midi < y->midi ? -1 : 1;
  if (x->id != y->id)
    return x->id < y->id ? -1 : 1;
  return 0;
}

int
ct_deleted_note_compare (const void *a, const void *b)
{
  const CtDeletedNote *x = a, *y = b;

  if (x->origin_frame != y->origin_frame)
    return x->origin_frame < y->origin_frame ? -1 : 1;
  return (x->origin_midi > y->origin_midi) - (x->origin_midi < y->origin_midi);
}

CtNote
ct_edit_note_to_note (const CtEditNote *note)
{
  return (CtNote){ .onset_s = note->onset_s,
                   .offset_s = note->offset_s,
                   .confidence = note->confidence,
                   .track = -1,
                   .midi = note->midi,
                   .velocity = note->velocity,
                   .uncertain = note->uncertain };
}

bool
ct_edit_note_equal (const CtEditNote *a, const CtEditNote *b)
{
  return ct_edit_note_compare (a, b) == 0 && a->offset_s == b->offset_s && a->heard_onset_s == b->heard_onset_s
         && a->heard_offset_s == b->heard_offset_s && a->confidence == b->confidence
         && a->origin_frame == b->origin_frame && a->origin_midi == b->origin_midi && a->track == b->track
         && a->velocity == b->velocity && a->edited == b->edited && a->uncertain == b->uncertain;
}

bool
ct_edit_track_equal (const CtEditTrack *a, const CtEditTrack *b)
{
  return a->id == b->id && strcmp (a->name, b->name) == 0 && a->rgb == b->rgb && a->rgb_by_hand == b->rgb_by_hand
         && a->program == b->program && a->naming == b->naming && a->program_by_hand == b->program_by_hand
         && a->recognition == b->recognition && a->guess.rgb == b->guess.rgb && a->guess.program == b->guess.program
         && a->guess.naming == b->guess.naming && a->visible == b->visible && a->mute == b->mute && a->solo == b->solo
         && a->locked == b->locked && a->synthesised == b->synthesised && a->volume == b->volume && a->pan == b->pan;
}

CtStatus
ct_edit_score_new (CtEditScore **out)
{
  CtEditScore *self = calloc (1, sizeof *self);

  if (!self)
    return CT_STATUS_NO_MEMORY;
  ct_transcriber_options_init (&self->options);
  self->next_note_id = 1;
  self->next_track_id = 1;
  *out = self;
  return CT_STATUS_OK;
}

/* *@array becomes a copy of its @n elements; NULL where there are none. */
static CtStatus
duplicate (void *array, size_t n, size_t size)
{
  void **pointer = array, *copy;

  if (n == 0)
    {
      *pointer = NULL;
      return CT_STATUS_OK;
    }
  copy = malloc (n * size);
  if (copy)
    memcpy (copy, *pointer, n * size);
  *pointer = copy;
  return copy ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
}

CtStatus
ct_edit_score_copy (const CtEditScore *self, CtEditScore **out)
{
  CtEditScore *copy = malloc (sizeof *copy);
  CtStatus notes, tracks, deleted, tempo, harmony, percussion;

  if (!copy)
    return CT_STATUS_NO_MEMORY;
  *copy = *self;
  notes = duplicate (&copy->notes, self->n_notes, sizeof *self->notes);
  tracks = duplicate (&copy->tracks, self->n_tracks, sizeof *self->tracks);
  deleted = duplicate (&copy->deleted, self->n_deleted, sizeof *self->deleted);
  copy->tempo.map = NULL;
  tempo = ct_edit_tempo_copy (&self->tempo, &copy->tempo);
  copy->harmony = (CtHarmony){ 0 };
  harmony = ct_harmony_copy (&self->harmony, &copy->harmony);
  copy->percussion = (CtPercussion){ 0 };
  percussion = ct_percussion_copy (&self->percussion, &copy->percussion);
  if (notes || tracks || deleted || tempo || harmony || percussion)
    {
      ct_edit_score_free (copy);
      return CT_STATUS_NO_MEMORY;
    }
  *out = copy;
  return CT_STATUS_OK;
}

void
ct_edit_score_free (CtEditScore *self)
{
  if (!self)
    return;
  free (self->notes);
  free (self->tracks);
  free (self->deleted);
  ct_edit_tempo_clear (&self->tempo);
  ct_harmony_clear (&self->harmony);
  ct_percussion_clear (&self->percussion);
  free (self);
}

static bool
in_range (double value, double low, double high)
{
  return value >= low && value <= high;
}

static bool
span_is_valid (double onset_s, double offset_s)
{
  return in_range (onset_s, 0, MAX_TIME_S) && in_range (offset_s, onset_s, MAX_TIME_S) && offset_s > onset_s;
}

/* Where it was before it was put on a grid: a span of time, or nothing at all. */
static bool
memory_is_valid (const CtEditNote *note)
{
  return note->heard_onset_s == 0 && note->heard_offset_s == 0
             ? !(note->edited & CT_EDITED_GRID)
             : span_is_valid (note->heard_onset_s, note->heard_offset_s);
}

static bool
note_is_valid (const CtEditScore *self, const CtEditNote *note)
{
  bool heard = note->origin_frame >= 0;

  return note->id > 0 && note->id < self->next_note_id && span_is_valid (note->onset_s, note->offset_s)
         && memory_is_valid (note) && in_range ((double) note->confidence, 0, 1) && note->origin_frame >= -1
         && note->origin_midi <= 127 && (heard || note->origin_midi == 0) && note->midi <= 127 && note->velocity >= 1
         && note->velocity <= 127 && (note->edited & ~CT_EDITED_ALL) == 0
         && ct_edit_score_track_index (self, note->track) >= 0;
}

/* Whether what is kept of a recognised track is in its ranges; only such a track has it. */
static bool
guess_is_valid (const CtEditTrack *track)
{
  const CtTrackGuess *guess = &track->guess;

  if (track->recognition == CT_RECOGNITION_DONE)
    return track->name[0] && guess->rgb <= 0xffffff && guess->program <= 127 && guess->naming <= CT_NAMING_PROGRAM;
  return track->recognition <= CT_RECOGNITION_REFUSED && guess->rgb == 0 && guess->program == 0 && guess->naming == 0;
}

static bool
track_is_valid (const CtEditScore *self, const CtEditTrack *track)
{
  CtEditTrack cleaned = *track;

  if (!memchr (track->name, 0, sizeof track->name))
    return false;
  ct_edit_track_set_name (&cleaned, track->name);
  return track->id > 0 && track->id < self->next_track_id && track->rgb <= 0xffffff && track->program <= 127
         && track->naming <= CT_NAMING_PROGRAM && strcmp (cleaned.name, track->name) == 0 && guess_is_valid (track)
         && in_range ((double) track->volume, 0, (double) MAX_VOLUME) && in_range ((double) track->pan, -1, 1);
}

/* Whether all notes' ids differ; false, too, where there is no memory to check. */
static bool
ids_differ (const CtEditScore *self)
{
  uint64_t *ids = malloc ((self->n_notes + 1) * sizeof *ids);
  bool differ = ids != NULL;

  if (!ids)
    return false;
  for (size_t i = 0; i < self->n_notes; i++)
    ids[i] = self->notes[i].id;
  qsort (ids, self->n_notes, sizeof *ids, ct_compare_ids);
  for (size_t i = 1; i < self->n_notes; i++)
    differ = differ && ids[i - 1] != ids[i];
  free (ids);
  return differ;
}

/* Keys and chords lie in their range and order, and all were set by hand. */
static bool
harmony_is_valid (const CtHarmony *harmony)
{
  bool fixed = true;

  for (size_t i = 0; i < harmony->n_keys; i++)
    fixed = fixed && harmony->keys[i].fixed;
  for (size_t i = 0; i < harmony->n_chords; i++)
    fixed = fixed && harmony->chords[i].fixed;
  return fixed && ct_harmony_is_valid (harmony);
}

bool
ct_edit_score_is_valid (const CtEditScore *self)
{
  for (size_t i = 0; i < self->n_tracks; i++)
    if (!track_is_valid (self, &self->tracks[i]) || ct_edit_score_track_index (self, self->tracks[i].id) != (int) i)
      return false;
  for (size_t i = 0; i < self->n_notes; i++)
    if (!note_is_valid (self, &self->notes[i])
        || (i > 0 && ct_edit_note_compare (&self->notes[i - 1], &self->notes[i]) >= 0))
      return false;
  for (size_t i = 0; i < self->n_deleted; i++)
    if (self->deleted[i].origin_frame < 0 || self->deleted[i].origin_midi > 127
        || (i > 0 && ct_deleted_note_compare (&self->deleted[i - 1], &self->deleted[i]) >= 0))
      return false;
  return ct_note_decoder_options_check (&self->options.notes) == CT_STATUS_OK
         && ct_timbre_cluster_options_check (&self->options.tracks) == CT_STATUS_OK
         && ct_edit_tempo_is_valid (&self->tempo) && harmony_is_valid (&self->harmony)
         && ct_percussion_is_valid (&self->percussion) && ids_differ (self);
}

int
ct_edit_score_track_index (const CtEditScore *self, uint32_t id)
{
  for (size_t i = 0; i < self->n_tracks; i++)
    if (self->tracks[i].id == id)
      return (int) i;
  return -1;
}

/* Whether a track or a group of drum hits is soloed: then only such are heard. */
static bool
has_solo (const CtEditScore *self)
{
  for (size_t i = 0; i < self->n_tracks; i++)
    if (self->tracks[i].solo)
      return true;
  for (size_t i = 0; i < self->percussion.n_groups; i++)
    if (self->percussion.groups[i].solo)
      return true;
  return false;
}

bool
ct_edit_score_group_is_heard (const CtEditScore *self, size_t group)
{
  const CtHitGroup *at = &self->percussion.groups[group];

  return !at->mute && (at->solo || !has_solo (self));
}

bool
ct_edit_score_track_is_heard (const CtEditScore *self, const CtEditTrack *track)
{
  return !track->mute && (track->solo || !has_solo (self));
}

static bool
is_exported (const CtEditScore *self, const CtEditExport *what, const CtEditTrack *track)
{
  bool named = what->tracks == NULL;

  for (size_t i = 0; what->tracks && i < what->n_tracks; i++)
    named = named || what->tracks[i] == track->id;
  return named && (what->muted_too || ct_edit_score_track_is_heard (self, track))
         && (what->hidden_too || track->visible);
}

double
ct_edit_score_export_origin (const CtEditScore *self, const CtEditExport *what)
{
  const CtTempoMap *map = self->tempo.map;
  double start_s = what->span.start_s;
  int64_t bar;

  if (!what->from_bar || !map || start_s <= 0)
    return start_s;
  /* a bar that begins a rounding error later has begun */
  bar = ct_tempo_map_position (map, (int64_t) floor (ct_tempo_map_tick_at (map, start_s) + 1e-3)).bar;
  return fmin (ct_tempo_map_time_at (map, (double) ct_tempo_map_bar_tick (map, bar)), start_s);
}

static CtStatus
export_note (const CtEditNote *note, int track, const CtTimeSpan *span, double origin_s, CtNotes *notes)
{
  CtNote out = ct_edit_note_to_note (note);

  out.onset_s = fmax (note->onset_s, span->start_s) - origin_s;
  out.offset_s = fmin (note->offset_s, span->end_s) - origin_s;
  out.track = (int16_t) track;
  if (note->uncertain || track < 0 || !(out.offset_s > out.onset_s))
    return CT_STATUS_OK;
  return ct_notes_append (notes, &out);
}

/* Fills the tracks of @score. @places is [n_tracks]: which of them each of @self becomes; -1: none. */
static void
export_tracks (const CtEditScore *self, const int *places, CtScore *score)
{
  for (size_t i = 0; i < self->n_tracks; i++)
    if (places[i] >= 0)
      {
        CtTrack *track = &score->tracks[places[i]];

        track->program = self->tracks[i].program;
        track->naming = self->tracks[i].naming;
        track->recognised = self->tracks[i].recognition == CT_RECOGNITION_DONE;
        track->rgb = self->tracks[i].rgb;
        if (self->tracks[i].name[0])
          memcpy (track->name, self->tracks[i].name, sizeof track->name);
        else
          snprintf (track->name, sizeof track->name, "Track %zu", i + 1);
      }
}

/* The hits of the groups that are exported, and these groups. */
static CtStatus
export_percussion (const CtEditScore *self, const CtEditExport *what, double origin_s, CtPercussion *out)
{
  int places[CT_MAX_HIT_GROUPS];
  CtStatus status = ct_percussion_copy (&self->percussion, out);
  size_t n = 0;

  if (status != CT_STATUS_OK)
    return status;
  out->n_groups = 0;
  for (size_t i = 0; i < self->percussion.n_groups; i++)
    {
      bool chosen = !what->tracks && (what->muted_too || ct_edit_score_group_is_heard (self, i));

      places[i] = chosen ? (int) out->n_groups : -1;
      if (chosen)
        out->groups[out->n_groups++] = self->percussion.groups[i];
    }
  for (size_t i = 0; i < out->n_hits; i++)
    {
      CtHit hit = out->hits[i];

      if (places[hit.group] < 0 || hit.time_s < what->span.start_s || hit.time_s >= what->span.end_s)
        continue;
      hit.time_s -= origin_s;
      hit.group = (uint8_t) places[hit.group];
      out->hits[n++] = hit;
    }
  out->n_hits = n;
  return CT_STATUS_OK;
}

CtStatus
ct_edit_score_export (const CtEditScore *self, const CtEditExport *what, CtScore **out)
{
  int *places = malloc ((self->n_tracks + 1) * sizeof *places);
  CtScore *score = NULL;
  double origin_s = ct_edit_score_export_origin (self, what);
  CtStatus status = places ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;
  int n_tracks = 0;

  for (size_t i = 0; status == CT_STATUS_OK && i < self->n_tracks; i++)
    places[i] = is_exported (self, what, &self->tracks[i]) ? n_tracks++ : -1;
  if (status == CT_STATUS_OK)
    status = ct_score_new ((size_t) n_tracks, &score);
  if (status == CT_STATUS_OK)
    export_tracks (self, places, score);
  for (size_t i = 0; status == CT_STATUS_OK && i < self->n_notes; i++)
    {
      int track = ct_edit_score_track_index (self, self->notes[i].track);

      status = export_note (&self->notes[i], track < 0 ? -1 : places[track], &what->span, origin_s, &score->notes);
    }
  free (places);
  if (status == CT_STATUS_OK && self->tempo.map)
    status = ct_tempo_edit_shift (self->tempo.map, -origin_s, &score->tempo_map);
  if (status == CT_STATUS_OK)
    status = export_percussion (self, what, origin_s, &score->percussion);
  if (status != CT_STATUS_OK)
    {
      ct_score_free (score);
      return status;
    }
  ct_notes_sort (&score->notes);
  ct_note_overlaps_cut (&score->notes);
  *out = score;
  return CT_STATUS_OK;
}
