/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-canvas.h"

#include "ui/canvas/ct-beat-layer.h"
#include "ui/canvas/ct-beat-ruler.h"
#include "ui/canvas/ct-canvas-scroll.h"
#include "ui/canvas/ct-canvas-stage.h"
#include "ui/canvas/ct-chord-lane.h"
#include "ui/canvas/ct-guides.h"
#include "ui/canvas/ct-hit-lane.h"
#include "ui/canvas/ct-overview.h"
#include "ui/canvas/ct-ruler.h"
#include "ui/canvas/ct-spectrogram-layer.h"

struct _CtCanvas
{
  CtLayer parent_instance;

  GtkWidget *grid;
  GtkWidget *keyboard;
  GtkWidget *stage;
  GtkWidget *note_layer;
  GtkWidget *ruler;
  GtkWidget *beat_ruler;
  GtkWidget *chord_lane;
  GtkWidget *hit_lane;
  CtCanvasScroll *scroll;
};

G_DEFINE_FINAL_TYPE (CtCanvas, ct_canvas, CT_TYPE_LAYER)

GtkWidget *
ct_canvas_get_stage (CtCanvas *self)
{
  g_return_val_if_fail (CT_IS_CANVAS (self), NULL);
  return self->stage;
}

CtNoteLayer *
ct_canvas_get_note_layer (CtCanvas *self)
{
  g_return_val_if_fail (CT_IS_CANVAS (self), NULL);
  return CT_NOTE_LAYER (self->note_layer);
}

CtKeyboard *
ct_canvas_get_keyboard (CtCanvas *self)
{
  g_return_val_if_fail (CT_IS_CANVAS (self), NULL);
  return CT_KEYBOARD (self->keyboard);
}

CtChordLane *
ct_canvas_get_chord_lane (CtCanvas *self)
{
  g_return_val_if_fail (CT_IS_CANVAS (self), NULL);
  return CT_CHORD_LANE (self->chord_lane);
}

CtHitLane *
ct_canvas_get_hit_lane (CtCanvas *self)
{
  g_return_val_if_fail (CT_IS_CANVAS (self), NULL);
  return CT_HIT_LANE (self->hit_lane);
}

/* Puts @child into the grid and binds it to the canvas's session and transposition. */
static void
attach (CtCanvas *self, GtkWidget *child, int column, int row, int width)
{
  gtk_grid_attach (GTK_GRID (self->grid), child, column, row, width, 1);
  if (CT_IS_LAYER (child))
    {
      g_object_bind_property (self, "session", child, "session", G_BINDING_SYNC_CREATE);
      g_object_bind_property (self, "semitones", child, "semitones", G_BINDING_SYNC_CREATE);
    }
}

static void
ct_canvas_dispose (GObject *object)
{
  CtCanvas *self = CT_CANVAS (object);

  g_clear_pointer (&self->scroll, ct_canvas_scroll_free);
  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_canvas_parent_class)->dispose (object);
}

static void
ct_canvas_changed (CtLayer *layer, guint changes)
{
  CtCanvas *self = CT_CANVAS (layer);

  if (!self->scroll)
    return;
  ct_canvas_scroll_hold (self->scroll, ct_ruler_get_pressed (CT_RULER (self->ruler))
                                           || ct_beat_ruler_get_pressed (CT_BEAT_RULER (self->beat_ruler)));
  ct_canvas_scroll_changed (self->scroll, changes);
}

static void
ct_canvas_class_init (CtCanvasClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_canvas_dispose;
  CT_LAYER_CLASS (klass)->changed = ct_canvas_changed;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ct_canvas_init (CtCanvas *self)
{
  CtCanvasStage *stage;

  self->keyboard = ct_keyboard_new ();
  self->grid = gtk_grid_new ();
  gtk_widget_set_direction (self->grid, GTK_TEXT_DIR_LTR);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  self->stage = ct_canvas_stage_new ();
  stage = CT_CANVAS_STAGE (self->stage);
  ct_canvas_stage_add_layer (stage, ct_spectrogram_layer_new ());
  ct_canvas_stage_add_layer (stage, ct_beat_layer_new ());
  self->note_layer = ct_note_layer_new ();
  ct_canvas_stage_add_layer (stage, self->note_layer);
  ct_canvas_stage_add_layer (stage, ct_guides_new ());
  self->ruler = ct_ruler_new ();
  self->beat_ruler = ct_beat_ruler_new ();
  self->chord_lane = ct_chord_lane_new ();
  self->hit_lane = ct_hit_lane_new ();
  self->scroll = ct_canvas_scroll_new (CT_LAYER (self), self->stage);
  ct_canvas_scroll_attach (self->scroll, self->ruler, TRUE, FALSE);
  ct_canvas_scroll_attach (self->scroll, self->beat_ruler, TRUE, FALSE);
  ct_canvas_scroll_attach (self->scroll, self->chord_lane, TRUE, FALSE);
  ct_canvas_scroll_attach (self->scroll, self->hit_lane, TRUE, FALSE);
  ct_canvas_scroll_attach (self->scroll, self->keyboard, FALSE, TRUE);
  attach (self, ct_overview_new (), 1, 0, 1);
  attach (self, self->ruler, 1, 1, 1);
  attach (self, self->beat_ruler, 1, 2, 1);
  attach (self, self->chord_lane, 1, 3, 1);
  attach (self, self->keyboard, 0, 4, 1);
  attach (self, self->stage, 1, 4, 1);
  attach (self, self->hit_lane, 1, 5, 1);
  attach (self, ct_canvas_scroll_get_bar (self->scroll, GTK_ORIENTATION_HORIZONTAL), 1, 6, 1);
  attach (self, ct_canvas_scroll_get_bar (self->scroll, GTK_ORIENTATION_VERTICAL), 2, 4, 1);
}

GtkWidget *
ct_canvas_new (void)
{
  return g_object_new (CT_TYPE_CANVAS, NULL);
}
