/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "core/base/ct-tempo-map.h"

G_BEGIN_DECLS

/* A line of the grid of bars and beats. A plain value. */
typedef struct
{
  gint64 tick;
  double time_s;
  gint64 bar;
  int beat;       /* from 1, as ct_tempo_map_position() counts; 1: a bar line */
  gboolean fixed; /* a hand has set it */
} CtBeatLine;

/* The lines from @start_s to @end_s where a second takes @px_per_s, by time: of beats, where there is room for all of a
 * bar's; of bars; or of every second, fourth, eighth bar and so on. However absurd the map, there are no more than have
 * room. *@n: how many. Free them with g_free(). */
CtBeatLine *ct_beat_lines_new (const CtTempoMap *map, double start_s, double end_s, double px_per_s, gsize *n);

/* The number of a bar, as rulers show it: an upbeat lies in bar 0, and "−1" comes before it. Free it with g_free(). */
char *ct_beat_lines_dup_bar (gint64 bar);

/* "12.3.480", or "−1 | 3.480" before bar 0: bar, beat and tick of @time_s; beats and ticks count on from the bar line
 * in every bar. Free it with g_free(). */
char *ct_beat_lines_dup_position (const CtTempoMap *map, double time_s);

/* The beginning of the bar at @time_s, and of the next one. */
void ct_beat_lines_bar_at (const CtTempoMap *map, double time_s, double *start_s, double *end_s);

G_END_DECLS
