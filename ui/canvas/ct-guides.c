/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-guides.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>
#include <math.h>

#include "core/base/ct-note.h"
#include "ui/session/ct-pitch-text.h"
#include "ui/session/ct-session.h"
#include "ui/support/ct-value-text.h"

#define N_HARMONICS 10
#define READOUT_MARGIN 8.0
#define READOUT_PAD 7.0

struct _CtGuides
{
  CtLayer parent_instance;
};

G_DEFINE_FINAL_TYPE (CtGuides, ct_guides, CT_TYPE_LAYER)

char *
ct_guides_dup_readout (CtSession *session, double time_s, double midi)
{
  int nearest = CLAMP ((int) lround (midi), 0, 127), cents = (int) lround ((midi - nearest) * 100);
  g_autofree char *name = ct_pitch_text_dup (session, nearest, time_s);
  g_autofree char *time = ct_value_text_dup_time (MAX (time_s, 0));

  /* Translators: what is under the pointer: the name of a pitch, cents from it, frequency, time */
  return g_strdup_printf (_ ("%s %+d ¢   %.1f Hz   %s"), name, cents, ct_value_text_hz (midi), time);
}

static void
draw_row (GtkSnapshot *snapshot, const CtGrid *grid, double midi, double alpha, gboolean tinted)
{
  double y = ct_grid_y (grid, midi);
  GdkRGBA color = { tinted ? 0.6f : 1, tinted ? 0.9f : 1, 1, (float) alpha };

  if (y >= 0 && y < grid->height)
    gtk_snapshot_append_color (snapshot, &color, &GRAPHENE_RECT_INIT (0, (float) y, (float) grid->width, 1));
}

static void
draw_loop (CtSession *session, GtkSnapshot *snapshot, const CtGrid *grid)
{
  CtTimeSpan loop;
  GdkRGBA veil = { 0, 0, 0, 0.35f }, edge = { 1, 1, 1, 0.5f };
  double x, end_x;

  if (!ct_session_get_loop (session, &loop))
    return;
  if (!ct_session_get_loop_enabled (session))
    veil.alpha = 0.15f;
  x = CLAMP (ct_grid_x (grid, loop.start_s), -1, grid->width);
  end_x = CLAMP (ct_grid_x (grid, loop.end_s), -1, grid->width);
  gtk_snapshot_append_color (snapshot, &veil, &GRAPHENE_RECT_INIT (0, 0, (float) MAX (x, 0), (float) grid->height));
  gtk_snapshot_append_color (snapshot, &veil,
                             &GRAPHENE_RECT_INIT ((float) MAX (end_x, 0), 0, (float) (grid->width - MAX (end_x, 0)),
                                                  (float) grid->height));
  gtk_snapshot_append_color (snapshot, &edge, &GRAPHENE_RECT_INIT ((float) x, 0, 1, (float) grid->height));
  gtk_snapshot_append_color (snapshot, &edge, &GRAPHENE_RECT_INIT ((float) end_x, 0, 1, (float) grid->height));
}

void
ct_guides_draw_playhead (GtkSnapshot *snapshot, double x, double height)
{
  static const GdkRGBA dark = { 0, 0, 0, 0.75f }, light = { 1, 1, 1, 1 };

  gtk_snapshot_append_color (snapshot, &dark, &GRAPHENE_RECT_INIT ((float) x - 1, 0, 3, (float) height));
  gtk_snapshot_append_color (snapshot, &light, &GRAPHENE_RECT_INIT ((float) x, 0, 1, (float) height));
}

/* In the upper right corner; in the upper left one while the pointer is near that. */
static void
draw_readout (CtGuides *self, GtkSnapshot *snapshot, const CtGrid *grid, double time_s, double midi)
{
  static const GdkRGBA ground = { 0, 0, 0, 0.75f }, ink = { 1, 1, 1, 1 };
  g_autofree char *text = ct_guides_dup_readout (ct_layer_get_session (CT_LAYER (self)), time_s, midi);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  graphene_rect_t box;
  GskRoundedRect outline;
  int text_width, text_height;
  double width, x, pointer_x = ct_grid_x (grid, time_s), pointer_y = ct_grid_y (grid, midi);

  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  width = text_width + 2 * READOUT_PAD;
  x = grid->width - width - READOUT_MARGIN;
  if (pointer_x > x - 2 * READOUT_MARGIN && pointer_y < text_height + 5 * READOUT_MARGIN)
    x = READOUT_MARGIN;
  if (x < 0)
    return;
  box = GRAPHENE_RECT_INIT ((float) x, (float) READOUT_MARGIN, (float) width, (float) (text_height + READOUT_PAD));
  gsk_rounded_rect_init_from_rect (&outline, &box, 5);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, &box);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (box.origin.x + (float) READOUT_PAD,
                                                          box.origin.y + (float) floor (READOUT_PAD / 2)));
  gtk_snapshot_append_layout (snapshot, layout, &ink);
  gtk_snapshot_restore (snapshot);
}

static void
draw_pointer (CtGuides *self, CtSession *session, GtkSnapshot *snapshot, const CtGrid *grid)
{
  static const GdkRGBA row = { 1, 1, 1, 0.1f }, column = { 1, 1, 1, 0.3f };
  double time_s, midi, y;

  if (!ct_session_get_hover (session, &time_s, &midi))
    return;
  /* the lines at the pointer change many thin strips in one frame */
  ct_layer_push_all_changed (CT_LAYER (self), snapshot);
  y = ct_grid_y (grid, round (midi) + 0.5);
  gtk_snapshot_append_color (snapshot, &row,
                             &GRAPHENE_RECT_INIT (0, (float) y, (float) grid->width,
                                                  (float) (ct_grid_y (grid, round (midi) - 0.5) - y)));
  gtk_snapshot_append_color (snapshot, &column,
                             &GRAPHENE_RECT_INIT ((float) ct_grid_x (grid, time_s), 0, 1, (float) grid->height));
  draw_row (snapshot, grid, midi, 0.6, FALSE);
  for (int harmonic = 2; harmonic <= N_HARMONICS; harmonic++)
    draw_row (snapshot, grid, midi + 12 * log2 (harmonic), 0.55 - 0.035 * harmonic, TRUE);
  draw_readout (self, snapshot, grid, time_s, midi);
  gtk_snapshot_pop (snapshot);
}

static void
ct_guides_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CtGuides *self = CT_GUIDES (widget);
  CtSession *session = ct_layer_get_session (CT_LAYER (self));
  CtGrid grid;
  double x;

  if (!ct_layer_get_grid (CT_LAYER (self), &grid))
    return;
  draw_loop (session, snapshot, &grid);
  draw_pointer (self, session, snapshot, &grid);
  x = ct_grid_x (&grid, ct_session_get_playhead_s (session));
  if (x >= -2 && x <= grid.width + 2)
    ct_guides_draw_playhead (snapshot, x, grid.height);
}

static void
ct_guides_class_init (CtGuidesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = ct_guides_snapshot;
  CT_LAYER_CLASS (klass)->redraws = CT_LAYER_VIEW | CT_LAYER_HOVER | CT_LAYER_PLAYHEAD | CT_LAYER_LOOP;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ct_guides_init (CtGuides *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

GtkWidget *
ct_guides_new (void)
{
  return g_object_new (CT_TYPE_GUIDES, NULL);
}
