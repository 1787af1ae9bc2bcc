/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-edge-scroll.h"

#define EDGE_PX 28.0         /* of the stage, where the view scrolls */
#define SCROLL_PX_PER_S 18.0 /* for each pixel of that */
#define MAX_SCROLL_PX 80.0
#define MAX_STEP_S 0.1 /* that a late frame counts as */

struct _CtEdgeScroll
{
  GtkWidget *stage; /* weak */
  CtSession *session;
  CtEdgeScrolled scrolled;
  gpointer data;
  gboolean moved;
  double x, y; /* of the pointer */
  guint tick;
  gint64 tick_us; /* of the frame before; 0: none */
};

static double
beyond_edge (double at, double size)
{
  if (at < EDGE_PX)
    return MAX (at - EDGE_PX, -MAX_SCROLL_PX);
  if (at > size - EDGE_PX)
    return MIN (at - (size - EDGE_PX), MAX_SCROLL_PX);
  return 0;
}

static gboolean
scroll (GtkWidget *stage, GdkFrameClock *clock, gpointer data)
{
  CtEdgeScroll *self = data;
  double width = gtk_widget_get_width (stage), height = gtk_widget_get_height (stage);
  double right = beyond_edge (self->x, width), down = beyond_edge (self->y, height);
  gint64 now_us = gdk_frame_clock_get_frame_time (clock);
  double elapsed_s = self->tick_us ? MIN (1e-6 * (double) (now_us - self->tick_us), MAX_STEP_S) : 0;

  self->tick_us = now_us;
  if (!self->moved || (right == 0 && down == 0) || width <= 0 || height <= 0)
    return G_SOURCE_CONTINUE;
  ct_session_pan (self->session, right * SCROLL_PX_PER_S * elapsed_s / width,
                  -down * SCROLL_PX_PER_S * elapsed_s / height);
  self->scrolled (self->data);
  return G_SOURCE_CONTINUE;
}

CtEdgeScroll *
ct_edge_scroll_new (GtkWidget *stage, CtSession *session, CtEdgeScrolled scrolled, gpointer data)
{
  CtEdgeScroll *self = g_new0 (CtEdgeScroll, 1);

  g_set_weak_pointer (&self->stage, stage);
  self->session = session;
  self->scrolled = scrolled;
  self->data = data;
  self->tick = gtk_widget_add_tick_callback (stage, scroll, self, NULL);
  return self;
}

void
ct_edge_scroll_free (CtEdgeScroll *self)
{
  if (self->stage)
    gtk_widget_remove_tick_callback (self->stage, self->tick);
  g_clear_weak_pointer (&self->stage);
  g_free (self);
}

void
ct_edge_scroll_move (CtEdgeScroll *self, double x, double y)
{
  self->moved = TRUE;
  self->x = x;
  self->y = y;
}
