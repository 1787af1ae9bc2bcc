/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From chords and the rests between them to values, dots, ties and tuplets.
 *
 * A bar is divided on levels: the bar, its halves or other groups, beats, and what beats divide into. A note may pass a
 * line of a level only if it begins on one as strong; else it is cut there and tied. */
#include <stdlib.h>

#include "core/notation/ct-notation-private.h"

#define MAX_LEVELS 20
/* The levels of beats; those before it are of groups and bars, those behind of parts of beats. */
#define BEAT_LEVEL 2

/* A stretch of time in which lengths are written in one way: a bar, or a tuplet in it. */
typedef struct
{
  int start;   /* in ticks of the bar */
  int end;     /* where it ends */
  int actual;  /* so many are played ... */
  int normal;  /* ... in the time of so many */
  bool dotted; /* a beat of three is divided in halves: each value has a dot */
  CtNoteValue unit;
  int steps[MAX_LEVELS]; /* [n_levels], how far lines of each level are apart, in written ticks; 0: there are none */
  int n_levels;
  int offset; /* what lies before @start of the bar that is divided */
} Region;

/* What a voice does in a bar, in ticks of the bar. */
typedef struct
{
  CtNotation *piece;
  CtStaffEvents *events;
  const CtPlacedNote *notes;
  const CtNotationBar *bar;
  const CtBarFrame *frame;
  bool compound;
} Writer;

/* ---- levels ---- */

static void
add_level (Region *self, int step)
{
  if (self->n_levels < MAX_LEVELS)
    self->steps[self->n_levels++] = step;
}

/* Adds the halves of a step, as long as they can be written, and at last what can be written at all. */
static void
add_halves (Region *self, int step)
{
  for (; step % 2 == 0 && step / 2 >= CT_NOTATION_UNIT; step /= 2)
    add_level (self, step / 2);
  add_level (self, CT_NOTATION_UNIT);
}

/* Where the beats of a bar make groups, in ticks; 0: nowhere. */
static int
group_step (int n_beats, int pulse)
{
  if (n_beats % 4 == 0)
    return n_beats / 4 * 2 * pulse;
  return n_beats == 6 ? 3 * pulse : 0;
}

/* The stretch of a bar without tuplets from @start on; it ends with the bar until it is cut. */
static Region
bar_region (const Writer *self, int start)
{
  int length = self->bar->length + self->frame->skipped, pulse = self->frame->pulse;
  Region region = { .start = start, .end = self->bar->length, .actual = 1, .normal = 1 };

  region.offset = start + self->frame->skipped;
  add_level (&region, length);
  add_level (&region, group_step (length / pulse, pulse));
  add_level (&region, pulse);
  if (self->compound)
    add_level (&region, pulse / 3);
  add_halves (&region, self->compound ? pulse / 3 : pulse);
  return region;
}

/* The region of @length from @start on, written as units of @unit ticks. */
static Region
tuplet_region (int start, int length, int actual, int normal, int unit)
{
  Region region = { .start = start, .end = start + length, .actual = actual, .normal = normal };

  for (region.unit = CT_NOTE_VALUE_WHOLE; CT_TICKS_PER_WHOLE >> region.unit > unit;)
    region.unit++;
  add_level (&region, length * actual / normal);
  add_level (&region, 0);
  add_level (&region, 0);
  add_level (&region, unit);
  add_halves (&region, unit);
  return region;
}

/* A beat of three that is divided in two: dotted values. */
static Region
dotted_region (int start, int length)
{
  Region region = { .start = start, .end = start + length, .actual = 1, .normal = 1, .dotted = true };

  add_level (&region, length * 2 / 3);
  add_level (&region, 0);
  add_level (&region, 0);
  add_halves (&region, length * 2 / 3);
  return region;
}

/* ---- which tuplets ---- */

/* Whether each of the ends of chords within (start, end) is a multiple of length/parts; *@any: whether there is one. */
static bool
divides (const CtPlacedChord *chords, size_t n, int64_t start, int length, int parts, bool *any)
{
  *any = false;
  for (size_t i = 0; i < n && chords[i].start < start + length; i++)
    for (int k = 0; k < 2; k++)
      {
        int64_t within = (k ? chords[i].end : chords[i].start) - start;

        if (within <= 0 || within >= length)
          continue;
        *any = true;
        if (within * parts % length != 0)
          return false;
      }
  return true;
}

/* The tuplet, if any, that the chords ([@n]) need in the beats of @length from tick @start of the bar on. */
static bool
find_tuplet (const Writer *self, const CtPlacedChord *chords, size_t n, int start, int length, Region *out)
{
  int64_t from = self->bar->start + start;
  bool any;

  if (divides (chords, n, from, length, self->compound ? 48 : 64, &any) || !any)
    return false;
  if (self->compound)
    {
      if (divides (chords, n, from, length, 16, &any))
        *out = dotted_region (start, length);
      else
        *out = tuplet_region (start, length, 5, 6, length / 6);
      return true;
    }
  if (divides (chords, n, from, length, 48, &any))
    *out = tuplet_region (start, length, 3, 2, length / 2);
  else
    *out = tuplet_region (start, length, 5, 4, length / 4);
  return true;
}

/* A tuplet over several beats, where it says all that there is: three half notes in the time of two, say. */
static bool
find_long_tuplet (const Writer *self, const CtPlacedChord *chords, size_t n, int start, Region *out)
{
  bool any;

  for (int beats = 4; beats > 1 && !self->compound; beats /= 2)
    {
      int length = beats * self->frame->pulse;
      int64_t from = self->bar->start + start;

      if ((start + self->frame->skipped) % length != 0 || start + length > self->bar->length
          || length > 2 * CT_TICKS_PER_WHOLE)
        continue;
      if (!divides (chords, n, from, length, 3, &any) || !any)
        continue;
      *out = tuplet_region (start, length, 3, 2, length / 2);
      return true;
    }
  return false;
}

/* ---- values ---- */

/* Finds how a length is written as one note. */
static bool
find_value (int length, int max_dots, CtNotationEvent *event)
{
  for (int value = 0; value < CT_N_NOTE_VALUES; value++)
    for (int dots = 0; dots <= max_dots; dots++)
      {
        int plain = CT_TICKS_PER_WHOLE >> value;

        if (length << dots == plain * ((2 << dots) - 1))
          {
            event->value = (uint8_t) value;
            event->dots = (uint8_t) dots;
            return true;
          }
      }
  return false;
}

static int
level_of (const Region *region, int tick)
{
  for (int level = 0; level < region->n_levels; level++)
    if (region->steps[level] > 0 && tick % region->steps[level] == 0)
      return level;
  return region->n_levels;
}

/* The strongest level that has a line between two ticks. */
static int
crossed_level (const Region *region, int start, int end)
{
  for (int level = 0; level < region->n_levels; level++)
    if (region->steps[level] > 0 && (end - 1) / region->steps[level] * region->steps[level] > start)
      return level;
  return region->n_levels;
}

static bool
has_beats_of_three (const Region *region)
{
  int beat = region->steps[BEAT_LEVEL];

  return beat > 0 && 3 * region->steps[BEAT_LEVEL + 1] == beat;
}

/* Whether a note of a plain value may begin half of itself before or behind a beat, or the like within one. */
static bool
is_syncopation (const Region *region, int start, int length, int crossed)
{
  int beat = region->steps[BEAT_LEVEL];

  return crossed >= BEAT_LEVEL + has_beats_of_three (region) && (beat == 0 || length <= beat)
         && start % length == length / 2;
}

static bool
note_may_cross (const Region *region, int start, int end, const CtNotationEvent *event)
{
  int crossed = crossed_level (region, start, end), from = level_of (region, start);

  if (event->dots == 2 && (from >= BEAT_LEVEL || event->value > CT_NOTE_VALUE_QUARTER))
    return false;
  /* of beats of three, those that are passed are whole ones */
  if (crossed <= BEAT_LEVEL && has_beats_of_three (region) && level_of (region, end) > BEAT_LEVEL)
    return false;
  if (from <= crossed)
    return true;
  if (crossed > BEAT_LEVEL && level_of (region, end) < crossed)
    return true;
  return event->dots == 0 && is_syncopation (region, start, end - start, crossed);
}

static bool
rest_may_cross (const Region *region, int start, int end, const CtNotationEvent *event)
{
  int crossed = crossed_level (region, start, end), from = level_of (region, start);

  if (crossed <= BEAT_LEVEL)
    return from < BEAT_LEVEL && level_of (region, end) < BEAT_LEVEL && event->dots < 2;
  return from < crossed && event->dots < 2;
}

/* How little a cut at @at tells where what lasts from @start to @end begins and ends: the longer piece belongs to the
 * stronger of both. */
static int
cut_cost (const Region *region, int start, int end, int at)
{
  int from = level_of (region, start), to = level_of (region, end);

  return from < to ? end - at : from > to ? at - start : abs (start + end - 2 * at);
}

/* Where to cut what cannot be written as one: on the strongest line inside; of those as strong, on one that leaves two
 * values rather than more. */
static int
cut_between (const Region *region, int start, int end, int max_dots)
{
  int step = region->steps[crossed_level (region, start, end)], best = 0;
  int64_t least = 0;

  for (int at = start / step * step + step; at < end; at += step)
    {
      CtNotationEvent event;
      int64_t cost = cut_cost (region, start, end, at);

      if (!find_value (at - start, max_dots, &event) || !find_value (end - at, max_dots, &event))
        cost += INT32_MAX;
      if (best == 0 || cost <= least)
        {
          best = at;
          least = cost;
        }
    }
  return best;
}

/* ---- writing ---- */

static CtStatus
append_event (CtStaffEvents *self, const CtNotationEvent *event)
{
  if (self->n_events == self->events_capacity)
    {
      size_t capacity = self->events_capacity ? 2 * self->events_capacity : 256;
      CtNotationEvent *events = realloc (self->events, capacity * sizeof *events);

      if (!events)
        return CT_STATUS_NO_MEMORY;
      self->events = events;
      self->events_capacity = capacity;
    }
  self->events[self->n_events++] = *event;
  return CT_STATUS_OK;
}

static CtStatus
append_pitches (CtNotation *self, const CtPlacedNote *notes, size_t n, bool tied_from, bool tied_to)
{
  if (self->n_pitches + n > self->pitches_capacity)
    {
      size_t capacity = 2 * self->pitches_capacity + 256;
      CtNotationPitch *pitches = realloc (self->pitches, capacity * sizeof *pitches);

      if (!pitches)
        return CT_STATUS_NO_MEMORY;
      self->pitches = pitches;
      self->pitches_capacity = capacity;
    }
  for (size_t i = 0; i < n; i++)
    self->pitches[self->n_pitches++] = (CtNotationPitch){ notes[i].midi, tied_from, tied_to };
  return CT_STATUS_OK;
}

/* Appends a piece of a chord, or of a rest if @chord is NULL, in written ticks of a region. */
static CtStatus
write_event (const Writer *self,
             const Region *region,
             int start,
             int end,
             const CtPlacedChord *chord,
             CtNotationEvent event)
{
  int plain = region->offset, three = region->dotted ? 3 : 1, two = region->dotted ? 2 : 1;
  CtStatus status;

  event.start = region->start + (start - plain) * region->normal * three / (region->actual * two);
  event.length = (end - start) * region->normal * three / (region->actual * two);
  event.dots = (uint8_t) (event.dots + region->dotted);
  event.actual = (uint8_t) region->actual;
  event.normal = (uint8_t) region->normal;
  event.tuplet_value = (uint8_t) region->unit;
  event.tuplet_start = region->actual > 1 && event.start == region->start;
  event.tuplet_stop = region->actual > 1 && event.start + event.length == region->end;
  event.first_pitch = self->piece->n_pitches;
  /* what is left of a hit that no value holds is silence */
  if (chord && self->events->struck && self->bar->start + event.start > chord->start)
    chord = NULL;
  if (chord)
    {
      int64_t at = self->bar->start + event.start;

      event.n_pitches = (uint8_t) chord->n;
      status = append_pitches (self->piece, self->notes + chord->first, chord->n, at > chord->start,
                               !self->events->struck && at + event.length < chord->end);
      if (status != CT_STATUS_OK)
        return status;
    }
  return append_event (self->events, &event);
}

/* Writes what lasts from @start to @end, in written ticks of a region, in as few pieces as can be read. */
static CtStatus
write_pieces (const Writer *self, const Region *region, int start, int end, const CtPlacedChord *chord)
{
  while (start < end)
    {
      int to = end, max_dots = region->dotted ? 0 : chord ? 2 : 1;
      CtNotationEvent event = { 0 };
      CtStatus status;

      while (!find_value (to - start, max_dots, &event)
             || !(chord ? note_may_cross (region, start, to, &event) : rest_may_cross (region, start, to, &event)))
        {
          int cut = cut_between (region, start, to, max_dots);

          if (cut <= start || cut >= to)
            return CT_STATUS_BAD_ARGUMENT; /* no length of the grid */
          to = cut;
        }
      status = write_event (self, region, start, to, chord, event);
      if (status != CT_STATUS_OK)
        return status;
      start = to;
    }
  return CT_STATUS_OK;
}

/* Writes what lasts from @start to @end, in ticks of the bar, within a region. */
static CtStatus
write_in_region (const Writer *self, const Region *region, int start, int end, const CtPlacedChord *chord)
{
  int three = region->dotted ? 3 : 1, two = region->dotted ? 2 : 1;
  int from = (start - region->start) * region->actual * two / (region->normal * three);
  int to = (end - region->start) * region->actual * two / (region->normal * three);

  return write_pieces (self, region, from + region->offset, to + region->offset, chord);
}

/* The region that begins at tick @start of the bar. */
static Region
next_region (const Writer *self, const CtPlacedChord *chords, size_t n, int start)
{
  Region region, found;

  if (find_long_tuplet (self, chords, n, start, &region)
      || find_tuplet (self, chords, n, start, self->frame->pulse, &region))
    return region;
  region = bar_region (self, start);
  for (int at = start + self->frame->pulse; at < self->bar->length; at += self->frame->pulse)
    if (find_long_tuplet (self, chords, n, at, &found) || find_tuplet (self, chords, n, at, self->frame->pulse, &found))
      {
        region.end = at;
        break;
      }
  return region;
}

/* Writes the chords that sound in a region and the rests between them; *@cursor moves behind those that end there. */
static CtStatus
write_region (const Writer *self, const Region *region, const CtPlacedChord *chords, size_t n, size_t *cursor)
{
  int at = region->start;
  CtStatus status = CT_STATUS_OK;

  while (status == CT_STATUS_OK && *cursor < n && chords[*cursor].start < self->bar->start + region->end)
    {
      const CtPlacedChord *chord = &chords[*cursor];
      int64_t start = chord->start - self->bar->start, end = chord->end - self->bar->start;

      /* notes may last for more bars than ticks of a bar can count */
      start = start > region->start ? start : region->start;
      end = end < region->end ? end : region->end;
      status = write_in_region (self, region, at, (int) start, NULL);
      if (status == CT_STATUS_OK)
        status = write_in_region (self, region, (int) start, (int) end, chord);
      at = (int) end;
      if (chord->end > self->bar->start + region->end)
        return status;
      ++*cursor;
    }
  return status == CT_STATUS_OK ? write_in_region (self, region, at, region->end, NULL) : status;
}

CtStatus
ct_notation_values_write (CtNotation *self,
                          CtStaffEvents *events,
                          size_t bar,
                          const CtPlacedNote *notes,
                          const CtPlacedChord *chords,
                          size_t n_chords,
                          size_t *cursor)
{
  Writer writer = { self, events, notes, &self->frame.bars[bar], &self->frame.frames[bar], false };
  int64_t start = writer.bar->start, end = start + writer.bar->length;
  CtStatus status = CT_STATUS_OK;

  writer.compound = writer.frame->pulse * writer.bar->denominator != CT_TICKS_PER_WHOLE;
  if (*cursor >= n_chords || chords[*cursor].start >= end)
    {
      CtNotationEvent rest = { .length = writer.bar->length, .actual = 1, .normal = 1, .whole_bar = true };

      rest.first_pitch = self->n_pitches;
      return append_event (events, &rest);
    }
  for (int at = 0; at < writer.bar->length && status == CT_STATUS_OK;)
    {
      Region region = next_region (&writer, chords + *cursor, n_chords - *cursor, at);

      status = write_region (&writer, &region, chords, n_chords, cursor);
      at = region.end;
    }
  return status;
}
