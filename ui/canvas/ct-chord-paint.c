/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-chord-paint.h"

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "ui/canvas/ct-chord-label.h"
#include "ui/canvas/ct-chord-place.h"

#define PADDING_PX 2.0
#define MIN_PX 1.5 /* narrower chords are drawn together with those beside them */

typedef struct
{
  GtkSnapshot *snapshot;
  PangoLayout *layout;
  CtDocument *document;
  int semitones;
  const CtPitchNaming *naming;
  GdkRGBA color;
} Painter;

static void
paint_name (const Painter *self, const CtChord *chord, double x, double end_x)
{
  CtKey key;
  CtChord shown = ct_chord_place_heard (self->document, chord, self->semitones, &key);
  int height;

  if (!ct_chord_label_fit (self->layout, &shown, &key, self->naming, end_x - x - 2 * PADDING_PX))
    return;
  pango_layout_get_pixel_size (self->layout, NULL, &height);
  gtk_snapshot_save (self->snapshot);
  gtk_snapshot_translate (self->snapshot, &GRAPHENE_POINT_INIT ((float) (x + PADDING_PX),
                                                                (float) (CT_CHORD_PAINT_HEIGHT - height) / 2));
  gtk_snapshot_append_layout (self->snapshot, self->layout, &self->color);
  gtk_snapshot_restore (self->snapshot);
}

static void
paint_chord (const Painter *self, const CtChord *chord, gboolean playing, double x, double end_x)
{
  float width = (float) MAX (end_x - x - 1, 1), height = CT_CHORD_PAINT_HEIGHT;
  GdkRGBA ground = self->color;

  ground.alpha *= playing ? 0.28f : 0.1f;
  gtk_snapshot_append_color (self->snapshot, &ground, &GRAPHENE_RECT_INIT ((float) x, 1, width, height - 2));
  ground.alpha = self->color.alpha * 0.6f;
  if (chord->fixed)
    gtk_snapshot_append_color (self->snapshot, &ground, &GRAPHENE_RECT_INIT ((float) x, height - 3, width, 2));
  /* what begins before the view has its name at the edge */
  paint_name (self, chord, MAX (x, 0), end_x);
}

void
ct_chord_paint_all (GtkWidget *widget,
                    GtkSnapshot *snapshot,
                    PangoLayout *layout,
                    const CtGrid *grid,
                    CtDocument *document,
                    int semitones,
                    const CtPitchNaming *naming,
                    const CtChord *playing)
{
  const CtHarmony *harmony = ct_document_get_harmony (document);
  Painter painter = { .snapshot = snapshot,
                      .layout = layout,
                      .document = document,
                      .semitones = semitones,
                      .naming = naming };
  double drawn_x = -G_MAXDOUBLE;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &painter.color);
  for (gsize i = 0; i < harmony->n_chords; i++)
    {
      const CtChord *chord = &harmony->chords[i];
      double end_x = ct_grid_x (grid, chord->end_s);

      if (chord->end_s <= grid->view.start_s || chord->start_s >= grid->view.end_s || end_x < drawn_x + MIN_PX)
        continue;
      paint_chord (&painter, chord, chord == playing, ct_grid_x (grid, chord->start_s), end_x);
      drawn_x = end_x;
    }
}

void
ct_chord_paint_hint (GtkWidget *widget, GtkSnapshot *snapshot, PangoLayout *layout, const char *text)
{
  GdkRGBA color;
  int height;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  color.alpha *= 0.55f;
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, NULL, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) (3 * PADDING_PX),
                                                          (float) (CT_CHORD_PAINT_HEIGHT - height) / 2));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

void
ct_chord_paint_selected (GtkWidget *widget, GtkSnapshot *snapshot, const CtGrid *grid, const CtTimeSpan *span)
{
  double x = ct_grid_x (grid, span->start_s);
  GdkRGBA color = { 0.35f, 0.65f, 1, 1 };
  GskRoundedRect frame;

  if (span->end_s < grid->view.start_s || span->start_s > grid->view.end_s)
    return;
  gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), "accent_color", &color);
  if (!gtk_widget_has_focus (widget))
    color.alpha *= 0.5f;
  gsk_rounded_rect_init_from_rect (
      &frame, &GRAPHENE_RECT_INIT ((float) x, 0, (float) (ct_grid_x (grid, span->end_s) - x), (float) grid->height), 2);
  gtk_snapshot_append_border (snapshot, &frame, (float[]){ 2, 2, 2, 2 }, (GdkRGBA[]){ color, color, color, color });
}
