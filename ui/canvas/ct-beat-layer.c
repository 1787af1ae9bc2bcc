/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-beat-layer.h"

#include "ui/session/ct-beat-lines.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-session.h"

#define BAR_ALPHA 0.42f
#define BEAT_ALPHA 0.2f

struct _CtBeatLayer
{
  CtLayer parent_instance;
};

G_DEFINE_FINAL_TYPE (CtBeatLayer, ct_beat_layer, CT_TYPE_LAYER)

/* A light line with a dark edge: one of both shows on every ground. */
static void
draw_line (GtkSnapshot *snapshot, double x, double height, float alpha)
{
  GdkRGBA light = { 1, 1, 1, alpha }, dark = { 0, 0, 0, alpha };

  gtk_snapshot_append_color (snapshot, &light, &GRAPHENE_RECT_INIT ((float) x, 0, 1, (float) height));
  gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT ((float) x + 1, 0, 1, (float) height));
}

static void
ct_beat_layer_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtSession *session = ct_layer_get_session (CT_LAYER (widget));
  const CtTempoMap *map = session ? ct_session_get_tempo_map (session) : NULL;
  g_autofree CtBeatLine *lines = NULL;
  CtGrid grid;
  gsize n;

  if (!map || !ct_display_get_show_bars (ct_session_get_display (session))
      || !ct_layer_get_grid (CT_LAYER (widget), &grid))
    return;
  lines = ct_beat_lines_new (map, grid.view.start_s, grid.view.end_s, grid.x_per_s, &n);
  for (gsize i = 0; i < n; i++)
    {
      double x = ct_grid_x (&grid, lines[i].time_s);

      if (x >= -1 && x <= grid.width)
        draw_line (snapshot, x, grid.height, lines[i].beat == 1 ? BAR_ALPHA : BEAT_ALPHA);
    }
}

static void
ct_beat_layer_class_init (CtBeatLayerClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ct_beat_layer_snapshot;
  CT_LAYER_CLASS (klass)->redraws = CT_LAYER_VIEW | CT_LAYER_DISPLAY | CT_LAYER_TEMPO;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ct_beat_layer_init (CtBeatLayer *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ct_beat_layer_new (void)
{
  return g_object_new (CT_TYPE_BEAT_LAYER, NULL);
}
