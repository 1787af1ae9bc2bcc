/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/rhythm/ct-quantise.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "core/base/ct-note-overlaps.h"
#include "core/rhythm/ct-note-grid.h"
#include "core/rhythm/ct-pulse.h"
#include "core/rhythm/ct-tempo-edit.h"

/* How far people play from where a note is written, in seconds. */
#define SPREAD_S 0.025

/* How long a hit is taken to be: its end does not count. */
#define HIT_S 0.05
/* A note shorter than this part of a step is played short: where it ends says nothing about lines. */
#define SHORT_SHARE 0.75
/* No end goes to a line that would leave less than this part of a note. */
#define KEPT_SHARE 0.5

/* In how many parts a beat may be divided. */
static const int divisions[] = { 1, 2, 3, 4, 6, 8 };

#define N_DIVISIONS (sizeof divisions / sizeof *divisions)
/* One in so many beats is divided in another way than any so far. */
#define RARE 0.3

/* A start in an automatic grid. */
typedef struct
{
  int64_t beat; /* the tick where its beat begins */
  int pulse;    /* how long that is */
  double part;  /* of the beat, in [0, 1) */
  double beat_s;
  size_t division; /* in effect for its beat */
} Start;

void
ct_quantise_options_init (CtQuantiseOptions *self)
{
  *self = (CtQuantiseOptions){ .grid = { .swing = CT_NOTE_GRID_DEFAULT_SWING },
                               .strength = 1,
                               .starts = true,
                               .ends = true,
                               .keep_short = true };
}

static bool
options_are_valid (const CtQuantiseOptions *options)
{
  return ct_note_grid_is_valid (&options->grid) && options->strength >= 0 && options->strength <= 1;
}

/* ---- automatic grids ---- */

static void
find_beat (const CtTempoMap *map, double tick, int64_t *beat, int *pulse)
{
  int64_t whole = (int64_t) floor (tick);
  int64_t bar = ct_tempo_map_bar_tick (map, ct_tempo_map_position (map, whole).bar);

  *pulse = ct_pulse_ticks (ct_tempo_map_meter_at (map, whole));
  *beat = bar + (whole - bar) / *pulse * *pulse;
}

static double
distance_to (double part, int division)
{
  return fabs (part - round (part * division) / division);
}

static int
compare_starts (const void *a, const void *b)
{
  const Start *const *x = a, *const *y = b;

  return ((*x)->beat > (*y)->beat) - ((*x)->beat < (*y)->beat);
}

/* The division that explains the starts of one beat ([n]) best: people miss the line they mean, and finer grids have
 * more lines that may have been meant. @priors: the logarithms of how often each division is used. */
static size_t
best_division (Start *const *starts, size_t n, const double *priors)
{
  size_t best = 0;
  double least = INFINITY;

  for (size_t k = 0; k < N_DIVISIONS; k++)
    {
      double cost = -priors[k];

      for (size_t i = 0; i < n; i++)
        {
          double missed = distance_to (starts[i]->part, divisions[k]) * starts[i]->beat_s / SPREAD_S;

          cost += 0.5 * missed * missed + log (divisions[k]);
        }
      if (cost < least)
        {
          least = cost;
          best = k;
        }
    }
  return best;
}

/* Divides every beat, first each by itself, then knowing how the others are. Returns the most common division. */
static size_t
divide_beats (Start **starts, size_t n)
{
  double priors[N_DIVISIONS] = { 0 };
  size_t common = 0;

  for (int round = 0; round < 2; round++)
    {
      double counts[N_DIVISIONS], sum = 0;

      for (size_t k = 0; k < N_DIVISIONS; k++)
        counts[k] = RARE;
      for (size_t i = 0, end; i < n; i = end)
        {
          size_t division;

          for (end = i + 1; end < n && starts[end]->beat == starts[i]->beat; end++)
            ;
          division = best_division (starts + i, end - i, priors);
          for (size_t k = i; k < end; k++)
            starts[k]->division = division;
          counts[division] += 1;
        }
      for (size_t k = 0; k < N_DIVISIONS; k++)
        {
          sum += counts[k];
          if (counts[k] > counts[common])
            common = k;
        }
      for (size_t k = 0; k < N_DIVISIONS; k++)
        priors[k] = log (counts[k] / sum);
    }
  return common;
}

static void
fill_start (const CtTempoMap *map, double onset_s, Start *start)
{
  double tick = ct_tempo_map_tick_at (map, onset_s);

  find_beat (map, tick, &start->beat, &start->pulse);
  start->part = (tick - (double) start->beat) / start->pulse;
  start->beat_s = ct_tempo_map_time_at (map, (double) (start->beat + start->pulse))
                  - ct_tempo_map_time_at (map, (double) start->beat);
}

/* ---- notes ---- */

typedef struct
{
  const CtTempoMap *map;
  const CtQuantiseOptions *options;
  Start **sorted; /* [n_starts], by beat; NULL: the grid is not automatic */
  size_t n_starts;
  size_t common; /* the division of beats where nothing starts */
} Quantiser;

static size_t
division_at (const Quantiser *self, int64_t beat)
{
  size_t low = 0, high = self->n_starts;

  while (low < high)
    {
      size_t middle = low + (high - low) / 2;

      if (self->sorted[middle]->beat < beat)
        low = middle + 1;
      else
        high = middle;
    }
  return low < self->n_starts && self->sorted[low]->beat == beat ? self->sorted[low]->division : self->common;
}

/* The line nearest to @tick; *@step is how far apart lines are there. */
static double
nearest_line (const Quantiser *self, double tick, double *step)
{
  int64_t beat;
  int pulse, division;

  if (!self->sorted)
    {
      *step = ct_note_grid_step_ticks (&self->options->grid);
      return ct_note_grid_nearest (self->map, &self->options->grid, tick);
    }
  find_beat (self->map, tick, &beat, &pulse);
  division = divisions[division_at (self, beat)];
  *step = (double) pulse / division;
  return (double) beat + round ((tick - (double) beat) / *step) * *step;
}

/* Where a note of @length, which starts at @start then, ends on the grid; @end_line is the line nearest to its end. */
static double
end_on_grid (const CtQuantiseOptions *options, double start, double length, double end_line, double step)
{
  if (options->keep_short && length < SHORT_SHARE * step)
    return start + length;
  if (end_line < start + 1)
    return start + fmax (step, length);
  return end_line - start < KEPT_SHARE * length ? start + length : end_line;
}

static void
move_note (const Quantiser *self, const CtNote *from, CtNote *to)
{
  const CtQuantiseOptions *options = self->options;
  double start = ct_tempo_map_tick_at (self->map, from->onset_s);
  double end = ct_tempo_map_tick_at (self->map, from->offset_s), length = fmax (end - start, 1), step, end_step;
  double line = nearest_line (self, start, &step), end_line = nearest_line (self, end, &end_step);

  if (!options->starts)
    line = start;
  if (options->ends)
    end += options->strength * (end_on_grid (options, line, length, end_line, step) - end);
  start += options->strength * (line - start);
  if (end < start + 1)
    end = start + length;
  *to = *from;
  if (options->starts)
    to->onset_s = ct_tempo_map_time_at (self->map, start);
  to->offset_s = ct_tempo_map_time_at (self->map, end);
}

CtStatus
ct_quantise (const CtTempoMap *map, const CtQuantiseOptions *options, const CtNote *notes, size_t n, CtNote *out)
{
  Quantiser self = { .map = map, .options = options };
  Start *starts = NULL;
  CtStatus status = CT_STATUS_OK;

  if (!options_are_valid (options))
    return CT_STATUS_BAD_ARGUMENT;
  if (options->grid.division == 0)
    {
      starts = malloc ((n + 1) * sizeof *starts);
      self.sorted = malloc ((n + 1) * sizeof (Start *));
      if (!starts || !self.sorted)
        status = CT_STATUS_NO_MEMORY;
      for (size_t i = 0; i < n && status == CT_STATUS_OK; i++)
        {
          fill_start (map, notes[i].onset_s, &starts[i]);
          self.sorted[self.n_starts++] = &starts[i];
        }
      if (status == CT_STATUS_OK && n > 0)
        {
          qsort (self.sorted, n, sizeof *self.sorted, compare_starts);
          self.common = divide_beats (self.sorted, n);
        }
    }
  for (size_t i = 0; i < n && status == CT_STATUS_OK; i++)
    move_note (&self, &notes[i], &out[i]);
  free (starts);
  free (self.sorted);
  return status;
}

/* The notes of a score, and its hits as notes behind them: what the drummer plays tells of the grid, too. */
static CtStatus
gather (const CtScore *score, CtNotes *out)
{
  CtStatus status = CT_STATUS_OK;

  for (size_t i = 0; i < score->notes.n && status == CT_STATUS_OK; i++)
    status = ct_notes_append (out, &score->notes.notes[i]);
  for (size_t i = 0; i < score->percussion.n_hits && status == CT_STATUS_OK; i++)
    {
      double time_s = score->percussion.hits[i].time_s;

      status = ct_notes_append (out, &(CtNote){ .onset_s = time_s, .offset_s = time_s + HIT_S, .velocity = 1 });
    }
  return status;
}

/* Takes the times of what was gathered. */
static void
scatter (const CtNotes *from, CtScore *score)
{
  for (size_t i = 0; i < score->notes.n; i++)
    score->notes.notes[i] = from->notes[i];
  for (size_t i = 0; i < score->percussion.n_hits; i++)
    score->percussion.hits[i].time_s = from->notes[score->notes.n + i].onset_s;
}

CtStatus
ct_quantise_score (CtScore *score, const CtQuantiseOptions *options)
{
  CtQuantiseOptions written = *options;
  CtNotes notes = { 0 };
  CtTempoMap *steady = NULL;
  CtStatus status = gather (score, &notes);

  written.keep_short = false;
  if (status == CT_STATUS_OK)
    status = ct_quantise (score->tempo_map, &written, notes.notes, notes.n, notes.notes);
  if (status == CT_STATUS_OK)
    status = ct_tempo_edit_simplify (score->tempo_map, CT_TEMPO_STEADY_S, &steady);
  if (status == CT_STATUS_OK)
    {
      ct_tempo_edit_retime (score->tempo_map, steady, notes.notes, notes.n);
      ct_tempo_edit_retime_harmony (score->tempo_map, steady, &score->harmony);
      ct_tempo_map_free (score->tempo_map);
      score->tempo_map = steady;
      scatter (&notes, score);
      ct_notes_sort (&score->notes);
      ct_note_overlaps_cut (&score->notes);
      ct_percussion_sort (&score->percussion);
    }
  ct_notes_clear (&notes);
  return status;
}
