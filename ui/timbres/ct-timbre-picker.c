/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-picker.h"

#include <math.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"

#define RADIUS_PX 10.0
#define SIDEWAYS 2.0 /* how much farther away a point beside the direction of a step seems */

guint64
ct_timbre_picker_pick (const CtTimbrePoints *points, const CtTimbreView *view, double x, double y)
{
  double least = RADIUS_PX;
  guint64 id = 0;

  for (guint i = 0; i < ct_timbre_points_count (points); i++)
    {
      const CtTimbrePoint *point = ct_timbre_points_get (points, i);
      double point_x, point_y, distance;

      ct_timbre_view_locate_point (view, point, &point_x, &point_y);
      distance = hypot (point_x - x, point_y - y);
      if (distance < least)
        {
          least = distance;
          id = point->id;
        }
    }
  return id;
}

GArray *
ct_timbre_picker_pick_lasso (const CtTimbrePoints *points,
                             const CtTimbreView *view,
                             const CtLassoPoint *corners,
                             guint n)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < ct_timbre_points_count (points); i++)
    {
      const CtTimbrePoint *point = ct_timbre_points_get (points, i);
      double x, y;

      ct_timbre_view_locate_point (view, point, &x, &y);
      if (!point->locked && ct_lasso_contains (corners, n, x, y))
        g_array_append_val (ids, point->id);
    }
  return ids;
}

gboolean
ct_timbre_picker_can_pick (CtSession *session, guint64 id)
{
  const CtEditNote *note = id ? ct_document_get_note (ct_session_get_document (session), id) : NULL;

  return note && ct_session_can_pick (session, note);
}

guint64
ct_timbre_picker_step (const CtTimbrePoints *points, CtSession *session, guint64 from, int dx, int dy)
{
  const CtTimbrePoint *start = ct_timbre_points_find (points, from);
  double least = INFINITY;
  guint64 id = 0;

  for (guint i = 0; i < ct_timbre_points_count (points); i++)
    {
      const CtTimbrePoint *point = ct_timbre_points_get (points, i);
      double x = start ? (double) (point->x - start->x) : 0, y = start ? (double) (point->y - start->y) : 0;
      double along = x * dx + y * dy, beside = fabs (x * dy) + fabs (y * dx);
      double distance = along + SIDEWAYS * beside;

      if ((!start || along > 1e-6) && distance < least && ct_timbre_picker_can_pick (session, point->id))
        {
          least = distance;
          id = point->id;
        }
    }
  return id;
}
