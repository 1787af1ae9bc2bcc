/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Lines in time that notes can lie on. */
#ifndef CT_NOTE_GRID_H
#define CT_NOTE_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/ct-tempo-map.h"

#ifdef __cplusplus
extern "C" {
#endif

/** What a step of a grid is. */
typedef enum
{
  CT_NOTE_GRID_STRAIGHT,   /**< as it is written */
  CT_NOTE_GRID_DOTTED,     /**< half as long again */
  CT_NOTE_GRID_TRIPLET,    /**< three in the time of two */
  CT_NOTE_GRID_QUINTUPLET, /**< five in the time of four */
  CT_NOTE_GRID_SWING,      /**< of two steps the first is longer */
  CT_N_NOTE_GRIDS,         /**< how many there are */
} CtNoteGridKind;

/** The shortest step of a grid: so many make a whole note. */
#define CT_NOTE_GRID_MAX_DIVISION 32
/** The least swing: both steps are as long. */
#define CT_NOTE_GRID_MIN_SWING 0.5
/** The most swing. */
#define CT_NOTE_GRID_MAX_SWING 0.75
/** The swing of jazz at a medium tempo, as of triplets. */
#define CT_NOTE_GRID_DEFAULT_SWING (2.0 / 3)

/** A grid, counted anew from each bar. A plain value. */
typedef struct
{
  int division; /**< a step is one of so many to a whole note: 1, 2, 4, 8, 16 or 32; 0: automatic, each beat is divided
                     as explains its onsets best */
  CtNoteGridKind kind; /**< what a step is */
  double swing;        /**< with CT_NOTE_GRID_SWING: the first step's share of two, CT_NOTE_GRID_MIN_SWING to
                          CT_NOTE_GRID_MAX_SWING */
} CtNoteGrid;

/** The size of the longest name of a grid, with the zero at its end. */
#define CT_NOTE_GRID_NAME_SIZE 8

/** Checks a grid.
 *
 * @param grid  a grid
 * @return whether each of its members is in its range */
bool ct_note_grid_is_valid (const CtNoteGrid *grid);

/** Reads a grid's name: "auto", or "1/1" to "1/32" with "." (dotted), "t" (triplets), "q" (quintuplets) or "s" (swing)
 * behind it.
 *
 * @param text         the name
 * @param[in,out] out  the grid, whose swing stays; unchanged where @p text is no name
 * @return whether it is one */
bool ct_note_grid_parse (const char *text, CtNoteGrid *out);

/** Writes a grid's name, as ct_note_grid_parse() reads it.
 *
 * @param grid       a valid grid
 * @param[out] out   [CT_NOTE_GRID_NAME_SIZE] */
void ct_note_grid_name (const CtNoteGrid *grid, char *out);

/** The length of a step.
 *
 * @param grid  a grid, not an automatic one
 * @return in ticks; with swing, half of two steps */
int ct_note_grid_step_ticks (const CtNoteGrid *grid);

/** The line that is nearest to a tick.
 *
 * @param map   bars
 * @param grid  a grid, not an automatic one
 * @param tick  a tick
 * @return the tick of the line; of two as near, the earlier */
double ct_note_grid_nearest (const CtTempoMap *map, const CtNoteGrid *grid, double tick);

/** The first line after a tick. A tick within a thousandth of a line, as one is that was made from seconds, lies on it.
 *
 * @param map   bars
 * @param grid  a grid, not an automatic one
 * @param tick  a tick
 * @return the tick of the line */
double ct_note_grid_next (const CtTempoMap *map, const CtNoteGrid *grid, double tick);

/** The last line before a tick; as ct_note_grid_next().
 *
 * @param map   bars
 * @param grid  a grid, not an automatic one
 * @param tick  a tick
 * @return the tick of the line */
double ct_note_grid_previous (const CtTempoMap *map, const CtNoteGrid *grid, double tick);

/** The last line at or before a tick; as ct_note_grid_next().
 *
 * @param map   bars
 * @param grid  a grid, not an automatic one
 * @param tick  a tick
 * @return the tick of the line */
double ct_note_grid_at_or_before (const CtTempoMap *map, const CtNoteGrid *grid, double tick);

/** The lines within a range.
 *
 * @param map        bars
 * @param grid       a grid, not an automatic one
 * @param from       where the range begins, in ticks
 * @param to         where it ends; a line there lies outside
 * @param[out] out   [@p max], the ticks of its first lines, rising
 * @param max        for how many there is room
 * @return how many lines were written */
size_t
ct_note_grid_lines (const CtTempoMap *map, const CtNoteGrid *grid, double from, double to, double *out, size_t max);

/** The time of the line that is nearest to a time.
 *
 * @param map     bars and beats
 * @param grid    a grid, not an automatic one
 * @param time_s  in seconds
 * @return in seconds */
static inline double
ct_note_grid_nearest_s (const CtTempoMap *map, const CtNoteGrid *grid, double time_s)
{
  return ct_tempo_map_time_at (map, ct_note_grid_nearest (map, grid, ct_tempo_map_tick_at (map, time_s)));
}

#ifdef __cplusplus
}
#endif

#endif
