/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/notation/ct-notation.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/notation/ct-notation-private.h"
#include "core/rhythm/ct-quantise.h"
#include "core/rhythm/ct-tempo-edit.h"

/* What a bar holds where nobody knows the beats. */
#define UNKNOWN_BPM 60

#define DRUMS_NAME "Percussion"

/* The track of hits among notes. */
#define OF_DRUMS (-1)

/* A piece can have so many bars of so many staves. */
#define MAX_CELLS 8000000

void
ct_notation_options_init (CtNotationOptions *self)
{
  *self = (CtNotationOptions){ .grid = { .swing = CT_NOTE_GRID_DEFAULT_SWING } };
}

/* ---- the notes that are written ---- */

/* The notes of a score that are sure and have a track, and its hits behind them, on the grid. */
typedef struct
{
  CtNote *notes; /* [n] */
  size_t n;
  int64_t first_tick; /* of the map */
  int64_t last_tick;
} GridNotes;

static CtStatus
add_note (GridNotes *self, const CtNote *note)
{
  if (!(fabs (note->onset_s) <= CT_TEMPO_MAP_MAX_TIME_S) || !(fabs (note->offset_s) <= CT_TEMPO_MAP_MAX_TIME_S))
    return CT_STATUS_TOO_LONG;
  self->notes[self->n++] = *note;
  return CT_STATUS_OK;
}

static CtStatus
gather (GridNotes *self, const CtScore *score)
{
  const CtPercussion *percussion = &score->percussion;
  CtStatus status = CT_STATUS_OK;

  self->notes = malloc ((score->notes.n + percussion->n_hits + 1) * sizeof *self->notes);
  if (!self->notes)
    return CT_STATUS_NO_MEMORY;
  for (size_t i = 0; i < score->notes.n && status == CT_STATUS_OK; i++)
    {
      const CtNote *note = &score->notes.notes[i];

      if (note->uncertain || note->track < 0 || (size_t) note->track >= score->n_tracks || note->midi > 127)
        continue;
      status = add_note (self, note);
    }
  for (size_t i = 0; i < percussion->n_hits && status == CT_STATUS_OK; i++)
    {
      const CtHit *hit = &percussion->hits[i];

      status = add_note (self, &(CtNote){ .onset_s = hit->time_s,
                                          .offset_s = hit->time_s,
                                          .midi = percussion->groups[hit->group].drum,
                                          .track = OF_DRUMS });
    }
  return status;
}

static CtStatus
quantise (GridNotes *self, const CtScore *score, const CtTempoMap *map, const CtNoteGrid *grid)
{
  CtQuantiseOptions options;
  CtStatus status = gather (self, score);

  ct_quantise_options_init (&options);
  options.grid = *grid;
  /* how long notes last is decided once their voices are known */
  options.ends = false;
  return status == CT_STATUS_OK ? ct_quantise (map, &options, self->notes, self->n, self->notes) : status;
}

/* Takes out the hits. */
static void
leave_drums (GridNotes *self)
{
  while (self->n > 0 && self->notes[self->n - 1].track == OF_DRUMS)
    self->n--;
}

static int64_t
tick_of (const CtTempoMap *map, double time_s)
{
  return llround (ct_tempo_map_tick_at (map, time_s));
}

static void
find_extent (GridNotes *self, const CtTempoMap *map)
{
  self->first_tick = self->last_tick = self->n > 0 ? tick_of (map, self->notes[0].onset_s) : 0;
  for (size_t i = 0; i < self->n; i++)
    {
      int64_t start = tick_of (map, self->notes[i].onset_s), end = tick_of (map, self->notes[i].offset_s) - 1;

      end = end > start ? end : start;
      self->first_tick = start < self->first_tick ? start : self->first_tick;
      self->last_tick = end > self->last_tick ? end : self->last_tick;
    }
}

/* ---- parts ---- */

/* Where a tick of the map lies that was played with swing, had it been played as written. */
static double
straighten (const CtNotation *self, double tick)
{
  int step = ct_note_grid_step_ticks (&self->grid);
  double first = 2 * step * self->grid.swing;
  int64_t bar = ct_tempo_map_position (self->map, (int64_t) floor (tick + 0.5)).bar;
  double start = (double) ct_tempo_map_bar_tick (self->map, bar);
  double pair = start + floor ((tick + 0.5 - start) / (2 * step)) * 2 * step, within = tick - pair;

  return within < first ? pair + within * step / first : pair + step + (within - first) * step / (2 * step - first);
}

/* From the time of a note to ticks of the piece. */
static int64_t
place (const CtNotation *self, double time_s)
{
  double tick = ct_tempo_map_tick_at (self->map, time_s);

  return ct_notation_bars_convert (&self->frame, ct_notation_is_swung (self) ? straighten (self, tick) : tick);
}

static size_t
take_track (const CtNotation *self, const GridNotes *from, int track, CtPlacedNote *out)
{
  size_t n = 0;

  for (size_t i = 0; i < from->n; i++)
    {
      const CtNote *note = &from->notes[i];

      if (note->track != track)
        continue;
      out[n++] = (CtPlacedNote){ .start = place (self, note->onset_s),
                                 .end = place (self, note->offset_s),
                                 .midi = note->midi };
    }
  return n;
}

/* Copies the notes of a staff and voice (-1: of any), in the same order. */
static size_t
take_voice (const CtPlacedNote *notes, size_t n, int staff, int voice, CtPlacedNote *out)
{
  size_t taken = 0;

  for (size_t i = 0; i < n; i++)
    if ((staff < 0 || notes[i].staff == staff) && (voice < 0 || notes[i].voice == voice))
      out[taken++] = notes[i];
  return taken;
}

/* What is needed to write a staff; [n] each. */
typedef struct
{
  CtPlacedNote *notes[CT_NOTATION_MAX_VOICES];
  CtPlacedChord *chords[CT_NOTATION_MAX_VOICES];
  size_t n_chords[CT_NOTATION_MAX_VOICES];
} Voices;

/* Whether all the time of a rest another voice sounds. @events: [n], of that voice. */
static bool
is_covered (const CtNotationEvent *rest, const CtNotationEvent *events, size_t n)
{
  bool covered = n > 0;

  for (size_t i = 0; i < n && covered; i++)
    covered = events[i].n_pitches > 0 || events[i].start >= rest->start + rest->length
              || events[i].start + events[i].length <= rest->start;
  return covered;
}

/* Where two voices are, the rests of the lower one are not printed, and those of the upper one only where both rest;
 * the other way round in a bar that the lower one has to itself. */
static void
find_implied (CtNotationEvent *upper, size_t n_upper, CtNotationEvent *lower, size_t n_lower)
{
  if (n_lower > 0 && upper[0].whole_bar)
    {
      upper[0].implied = true;
      return;
    }
  for (size_t i = 0; i < n_upper; i++)
    upper[i].implied = upper[i].n_pitches == 0 && is_covered (&upper[i], lower, n_lower);
  for (size_t i = 0; i < n_lower; i++)
    lower[i].implied = lower[i].n_pitches == 0;
}

static CtStatus
write_bars (CtNotation *self, CtStaffEvents *events, const Voices *voices)
{
  size_t n_bars = self->frame.n_bars, cursors[CT_NOTATION_MAX_VOICES] = { 0 };

  events->cells = malloc ((n_bars * CT_NOTATION_MAX_VOICES + 1) * sizeof *events->cells);
  if (!events->cells)
    return CT_STATUS_NO_MEMORY;
  for (size_t bar = 0; bar < n_bars; bar++)
    for (size_t voice = 0; voice < CT_NOTATION_MAX_VOICES; voice++)
      {
        const CtNotationBar *at = &self->frame.bars[bar];
        const CtPlacedChord *chords = voices->chords[voice];
        CtStatus status;

        events->cells[bar * CT_NOTATION_MAX_VOICES + voice] = events->n_events;
        if (voice > 0
            && (cursors[voice] >= voices->n_chords[voice] || chords[cursors[voice]].start >= at->start + at->length))
          continue;
        status = ct_notation_values_write (self, events, bar, voices->notes[voice], chords, voices->n_chords[voice],
                                           &cursors[voice]);
        if (status != CT_STATUS_OK)
          return status;
      }
  events->cells[n_bars * CT_NOTATION_MAX_VOICES] = events->n_events;
  for (size_t bar = 0; bar < n_bars; bar++)
    {
      const size_t *cell = &events->cells[bar * CT_NOTATION_MAX_VOICES];

      find_implied (events->events + cell[0], cell[1] - cell[0], events->events + cell[1], cell[2] - cell[1]);
    }
  return CT_STATUS_OK;
}

/* Writes the notes of a staff ([@n], sorted). */
static CtStatus
write_staff (CtNotation *self, CtStaffEvents *events, CtPlacedNote *notes, size_t n)
{
  Voices voices = { 0 };
  CtStatus status = CT_STATUS_OK;

  if (events->struck)
    ct_notation_drums_split_voices (notes, n);
  else
    {
      ct_notation_notes_damp (notes, n);
      status = ct_pitch_split_voices (notes, n);
    }
  for (int voice = 0; voice < CT_NOTATION_MAX_VOICES && status == CT_STATUS_OK; voice++)
    {
      size_t taken;

      voices.notes[voice] = malloc ((n + 1) * sizeof *voices.notes[voice]);
      voices.chords[voice] = malloc ((n + 1) * sizeof *voices.chords[voice]);
      if (!voices.notes[voice] || !voices.chords[voice])
        {
          status = CT_STATUS_NO_MEMORY;
          break;
        }
      taken = take_voice (notes, n, -1, voice, voices.notes[voice]);
      voices.n_chords[voice] = ct_notation_notes_chords (&self->frame, voices.notes[voice], taken, events->struck,
                                                         voices.chords[voice]);
    }
  if (status == CT_STATUS_OK)
    status = write_bars (self, events, &voices);
  for (int voice = 0; voice < CT_NOTATION_MAX_VOICES; voice++)
    {
      free (voices.notes[voice]);
      free (voices.chords[voice]);
    }
  return status;
}

/* Divides the notes of a part ([@n], sorted) into staves and writes these. @scratch: [@n + 1]. */
static CtStatus
write_part (CtNotation *self, size_t index, const CtTrack *track, CtPlacedNote *notes, size_t n, CtPlacedNote *scratch)
{
  CtNotationPart *part = &self->parts[index];
  CtStatus status = CT_STATUS_OK;

  part->n_staves = ct_clef_needs_two (track, notes, n) ? 2 : 1;
  if (part->n_staves == 2)
    status = ct_pitch_split_hands (notes, n);
  for (int staff = 0; staff < part->n_staves && status == CT_STATUS_OK; staff++)
    {
      size_t taken = take_voice (notes, n, staff, -1, scratch);

      part->clefs[staff] = ct_clef_choose (track, scratch, taken, part->n_staves == 2 ? staff : -1);
      status = write_staff (self, &self->staves[index * CT_NOTATION_MAX_STAVES + (size_t) staff], scratch, taken);
    }
  return status;
}

static CtStatus
add_part (CtNotation *self, const CtScore *score, size_t track, const GridNotes *from, CtPlacedNote *notes)
{
  CtNotationPart *part = &self->parts[self->n_parts];
  CtPlacedNote *scratch = notes + from->n + 1;
  size_t n = take_track (self, from, (int) track, notes);
  CtStatus status;

  part->track = track;
  part->program = score->tracks[track].program;
  memcpy (part->name, score->tracks[track].name, sizeof part->name);
  part->name[sizeof part->name - 1] = '\0';
  self->n_parts++;
  status = ct_notation_notes_place (&self->frame, notes, &n);
  if (status == CT_STATUS_OK)
    status = write_part (self, self->n_parts - 1, &score->tracks[track], notes, n, scratch);
  return status;
}

static CtStatus
add_drums (CtNotation *self, const CtScore *score, const GridNotes *from, CtPlacedNote *notes)
{
  CtNotationPart *part = &self->parts[self->n_parts];
  CtStaffEvents *events = &self->staves[self->n_parts * CT_NOTATION_MAX_STAVES];
  size_t n = take_track (self, from, OF_DRUMS, notes);
  CtStatus status;

  *part = (CtNotationPart){ .percussion = true, .track = score->n_tracks, .name = DRUMS_NAME, .n_staves = 1 };
  events->struck = true;
  self->n_parts++;
  ct_notation_drums_init (self, &score->percussion);
  status = ct_notation_notes_place (&self->frame, notes, &n);
  return status == CT_STATUS_OK ? write_staff (self, events, notes, n) : status;
}

/* Whether a track is written. @counts: [n_tracks], the notes of each. */
static bool
is_written (const CtNotationOptions *options, const size_t *counts, size_t track)
{
  return options->tracks ? options->tracks[track] : counts[track] > 0;
}

/* How many notes each track has, and hits behind them. @counts: [n_tracks + 1], all 0. */
static void
count (const GridNotes *notes, size_t n_tracks, size_t *counts)
{
  for (size_t i = 0; i < notes->n; i++)
    counts[notes->notes[i].track == OF_DRUMS ? n_tracks : (size_t) notes->notes[i].track]++;
}

static CtStatus
add_parts (CtNotation *self, const CtScore *score, const CtNotationOptions *options, const GridNotes *from)
{
  CtPlacedNote *notes = malloc ((2 * from->n + 2) * sizeof *notes);
  size_t *counts = calloc (score->n_tracks + 1, sizeof *counts);
  CtStatus status = notes && counts ? CT_STATUS_OK : CT_STATUS_NO_MEMORY;

  self->parts = calloc (score->n_tracks + 1, sizeof *self->parts);
  self->staves = calloc ((score->n_tracks + 1) * CT_NOTATION_MAX_STAVES, sizeof *self->staves);
  if (!self->parts || !self->staves)
    status = CT_STATUS_NO_MEMORY;
  if (status == CT_STATUS_OK)
    count (from, score->n_tracks, counts);
  for (size_t i = 0; i <= score->n_tracks && status == CT_STATUS_OK; i++)
    {
      bool drums = i == score->n_tracks;

      if (drums ? counts[i] == 0 : !is_written (options, counts, i))
        continue;
      if ((self->n_parts + 1) * self->frame.n_bars > MAX_CELLS)
        status = CT_STATUS_BAD_ARGUMENT;
      else
        status = drums ? add_drums (self, score, from, notes) : add_part (self, score, i, from, notes);
    }
  free (notes);
  free (counts);
  return status;
}

/* ---- the piece ---- */

static CtStatus
init_map (CtNotation *self, const CtScore *score)
{
  self->has_beats = score->tempo_map != NULL;
  if (self->has_beats)
    return ct_tempo_map_copy (score->tempo_map, &self->map);
  return ct_tempo_map_new_steady (UNKNOWN_BPM, 0, 4, 4, &self->map);
}

static CtStatus
init (CtNotation *self, const CtScore *score, const CtNotationOptions *options)
{
  GridNotes notes = { 0 };
  CtTempoMap *steady = NULL;
  CtStatus status = init_map (self, score);

  self->grid = options->grid;
  if (status == CT_STATUS_OK)
    status = quantise (&notes, score, self->map, &options->grid);
  if (!options->percussion)
    leave_drums (&notes);
  if (status == CT_STATUS_OK)
    status = ct_tempo_edit_simplify (self->map, CT_TEMPO_STEADY_S, &steady);
  if (status == CT_STATUS_OK)
    {
      find_extent (&notes, self->map);
      status = ct_notation_bars_init (&self->frame, self->map, steady, notes.first_tick, notes.last_tick, options);
    }
  if (status == CT_STATUS_OK)
    status = add_parts (self, score, options, &notes);
  ct_tempo_map_free (steady);
  free (notes.notes);
  return status;
}

CtStatus
ct_notation_new (const CtScore *score, const CtNotationOptions *options, CtNotation **out)
{
  CtNotation *self = calloc (1, sizeof *self);
  CtStatus status;

  if (!self)
    return CT_STATUS_NO_MEMORY;
  status = init (self, score, options);
  if (status == CT_STATUS_OK)
    *out = self;
  else
    ct_notation_free (self);
  return status;
}

void
ct_notation_free (CtNotation *self)
{
  if (!self)
    return;
  for (size_t i = 0; self->staves && i < self->n_parts * CT_NOTATION_MAX_STAVES; i++)
    {
      free (self->staves[i].cells);
      free (self->staves[i].events);
    }
  free (self->staves);
  free (self->parts);
  free (self->pitches);
  ct_notation_bars_clear (&self->frame);
  ct_tempo_map_free (self->map);
  free (self);
}

bool
ct_notation_has_beats (const CtNotation *self)
{
  return self->has_beats;
}

bool
ct_notation_is_swung (const CtNotation *self)
{
  return self->grid.division > 0 && self->grid.kind == CT_NOTE_GRID_SWING;
}

const CtNotationBar *
ct_notation_bars (const CtNotation *self, size_t *n)
{
  *n = self->frame.n_bars;
  return self->frame.bars;
}

const CtNotationTempo *
ct_notation_tempos (const CtNotation *self, size_t *n)
{
  *n = self->frame.n_tempos;
  return self->frame.tempos;
}

const CtNotationPart *
ct_notation_parts (const CtNotation *self, size_t *n)
{
  *n = self->n_parts;
  return self->parts;
}

const CtNotationEvent *
ct_notation_events (const CtNotation *self, size_t part, size_t staff, size_t bar, size_t voice, size_t *n)
{
  const CtStaffEvents *events = &self->staves[part * CT_NOTATION_MAX_STAVES + staff];
  const size_t *cell = &events->cells[bar * CT_NOTATION_MAX_VOICES + voice];

  *n = cell[1] - cell[0];
  return events->events + cell[0];
}

const CtNotationPitch *
ct_notation_pitches (const CtNotation *self, const CtNotationEvent *event)
{
  return self->pitches + event->first_pitch;
}

int64_t
ct_notation_tick_at (const CtNotation *self, double time_s)
{
  return ct_notation_bars_convert (&self->frame, ct_tempo_map_tick_at (self->map, time_s));
}
