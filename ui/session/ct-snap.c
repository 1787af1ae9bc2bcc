/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/session/ct-snap.h"

#include "core/base/ct-note.h"
#include "core/base/ct-tempo-map.h"
#include "core/rhythm/ct-note-grid.h"

double
ct_snap_nearest_s (CtSession *session, double time_s)
{
  const CtTempoMap *map = ct_session_get_snap_map (session);

  return map ? ct_note_grid_nearest_s (map, ct_session_get_grid (session), time_s) : time_s;
}

double
ct_snap_ticks (CtSession *session, double from_s, double to_s)
{
  const CtTempoMap *map = ct_session_get_snap_map (session);

  return map ? ct_tempo_map_tick_at (map, to_s) - ct_tempo_map_tick_at (map, from_s) : 0;
}

CtTimeSpan
ct_snap_note (CtSession *session, double time_s, double length_s)
{
  const CtTempoMap *map = ct_session_get_snap_map (session);
  const CtNoteGrid *grid = ct_session_get_grid (session);
  double start, start_s, next_s;

  if (!map)
    return (CtTimeSpan){ time_s, time_s + length_s };
  start = ct_note_grid_at_or_before (map, grid, ct_tempo_map_tick_at (map, time_s));
  start_s = ct_tempo_map_time_at (map, start);
  next_s = ct_tempo_map_time_at (map, ct_note_grid_next (map, grid, start));
  return (CtTimeSpan){ start_s, MAX (next_s, ct_note_grid_nearest_s (map, grid, start_s + length_s)) };
}
