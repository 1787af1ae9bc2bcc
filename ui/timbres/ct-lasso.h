/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double x;
  double y;
} CtLassoPoint;

/* Whether (@x, @y) lies inside the closed polygon with @n corners, by the even-odd rule: what it encloses twice is
 * outside. Fewer than three corners enclose nothing. */
static inline gboolean
ct_lasso_contains (const CtLassoPoint *corners, guint n, double x, double y)
{
  gboolean inside = FALSE;

  for (guint i = 0, j = n - 1; n >= 3 && i < n; j = i++)
    if ((corners[i].y > y) != (corners[j].y > y)
        && x < (corners[j].x - corners[i].x) * (y - corners[i].y) / (corners[j].y - corners[i].y) + corners[i].x)
      inside = !inside;
  return inside;
}

G_END_DECLS
