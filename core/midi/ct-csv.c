/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/midi/ct-csv-private.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>

long long
ct_csv_thousandths (double value)
{
  return value > 0 ? llround (value * 1000) : 0;
}

CtBarPosition
ct_csv_place (const CtTempoMap *map, double time_s)
{
  int64_t tick = llround (ct_tempo_map_tick_at (map, time_s));
  CtBarPosition position = ct_tempo_map_position (map, tick);
  int beat_ticks = ct_meter_beat_ticks (ct_tempo_map_meter_at (map, tick));

  position.tick = position.tick * 1000 / beat_ticks;
  return position;
}

int
ct_csv_write_place (char *text, size_t size, const CtTempoMap *map, double time_s)
{
  CtBarPosition place = ct_csv_place (map, time_s);

  return snprintf (text, size, ",%lld,%d.%03d", (long long) place.bar, place.beat, place.tick);
}
