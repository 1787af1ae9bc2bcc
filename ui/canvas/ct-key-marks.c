/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-key-marks.h"

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "core/base/ct-tempo-map.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-harmony-text.h"
#include "ui/session/ct-pitch-text.h"

#define GAP_PX 3.0
#define PADDING_PX 4.0

gboolean
ct_key_marks_has_bars (CtSession *session)
{
  return ct_session_get_tempo_map (session) && ct_display_get_show_bars (ct_session_get_display (session));
}

/* How much room the number of the bar at @time_s takes. */
static double
number_px (CtSession *session, PangoLayout *layout, double time_s)
{
  const CtTempoMap *map = ct_session_get_tempo_map (session);
  g_autofree char *text = NULL;
  int width;

  if (!ct_key_marks_has_bars (session))
    return 0;
  text = g_strdup_printf ("%d",
                          (int) ct_tempo_map_position (map, (gint64) (ct_tempo_map_tick_at (map, time_s) + 0.5)).bar);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, NULL);
  return GAP_PX + width;
}

/* Returns where it ends. */
static double
draw_mark (CtLayer *ruler, GtkSnapshot *snapshot, PangoLayout *layout, const CtGrid *grid, double x, const CtKey *key)
{
  GtkStyleContext *style = gtk_widget_get_style_context (GTK_WIDGET (ruler));
  GdkRGBA ground = { 0.2f, 0.4f, 0.8f, 1 }, color = { 1, 1, 1, 1 };
  g_autofree char *text = NULL;
  CtKey heard = ct_key_transpose (key, ct_layer_get_semitones (ruler));
  CtPitchNaming naming;
  GskRoundedRect frame;
  int width, height;

  ct_pitch_text_get_naming (ct_layer_get_session (ruler), &naming);
  text = ct_harmony_text_dup_key (naming.names, &heard);
  gtk_style_context_lookup_color (style, "accent_bg_color", &ground);
  gtk_style_context_lookup_color (style, "accent_fg_color", &color);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &width, &height);
  gsk_rounded_rect_init_from_rect (&frame,
                                   &GRAPHENE_RECT_INIT ((float) (x + GAP_PX), 1, (float) (width + 2 * PADDING_PX),
                                                        (float) (MIN (height + 1, grid->height - 2))),
                                   3);
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_color (snapshot, &ground, &frame.bounds);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (x + GAP_PX + PADDING_PX),
                                                          1 + (frame.bounds.size.height - (float) height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
  gtk_snapshot_pop (snapshot);
  return x + GAP_PX + width + 2 * PADDING_PX;
}

void
ct_key_marks_draw (CtLayer *ruler, GtkSnapshot *snapshot, PangoLayout *layout, const CtGrid *grid)
{
  CtSession *session = ct_layer_get_session (ruler);
  const CtHarmony *harmony = ct_document_get_harmony (ct_session_get_document (session));
  double end_x = -G_MAXDOUBLE;

  /* the first key is no change; the button of the key tells of it */
  for (gsize i = 1; i < harmony->n_keys; i++)
    {
      const CtKeyChange *change = &harmony->keys[i];
      double x = ct_grid_x (grid, change->time_s);

      /* one that began just before what is seen would show its end only */
      if (x < -1 || x > grid->width || x < end_x || ct_key_equal (&change->key, &harmony->keys[i - 1].key))
        continue;
      end_x = draw_mark (ruler, snapshot, layout, grid, x + number_px (session, layout, change->time_s), &change->key);
    }
}
