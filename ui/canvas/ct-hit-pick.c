/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-hit-pick.h"

#include "ui/canvas/ct-hit-paint.h"

#define GRASP_PX 5.0

int
ct_hit_pick_row (const CtPercussion *percussion, double y)
{
  return (int) CLAMP (y / CT_HIT_PAINT_ROW, 0, (double) percussion->n_groups - 1);
}

gsize
ct_hit_pick_at (const CtPercussion *percussion, const CtGrid *grid, double x, double y)
{
  int row = ct_hit_pick_row (percussion, y);
  double least = GRASP_PX;
  gsize best = CT_HIT_NONE;

  for (gsize i = 0; i < percussion->n_hits; i++)
    {
      double away = ABS (ct_grid_x (grid, percussion->hits[i].time_s) + CT_HIT_PAINT_WIDTH / 2.0 - x);

      if (percussion->hits[i].group != row || away >= least)
        continue;
      least = away;
      best = i;
    }
  return best;
}

gsize
ct_hit_pick_beside (const CtPercussion *percussion, int row, double from_s, gsize except, gboolean back)
{
  gsize found = CT_HIT_NONE;

  for (gsize i = 0; i < percussion->n_hits; i++)
    {
      const CtHit *hit = &percussion->hits[i];

      if (hit->group != row || i == except)
        continue;
      if (back && hit->time_s < from_s)
        found = i;
      else if (!back && hit->time_s >= from_s)
        return i;
    }
  return found;
}

gsize
ct_hit_pick_nearest (const CtPercussion *percussion, int row, double time_s)
{
  gsize best = CT_HIT_NONE;

  for (gsize i = 0; i < percussion->n_hits; i++)
    if (percussion->hits[i].group == row
        && (best == CT_HIT_NONE
            || ABS (percussion->hits[i].time_s - time_s) < ABS (percussion->hits[best].time_s - time_s)))
      best = i;
  return best;
}
