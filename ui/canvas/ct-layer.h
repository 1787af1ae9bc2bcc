/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <math.h>

#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

#define CT_TYPE_LAYER (ct_layer_get_type ())
G_DECLARE_DERIVABLE_TYPE (CtLayer, ct_layer, CT, LAYER, GtkWidget)

/* A widget that shows a part of a session. It has the property "session" (CtSession, may be NULL) and hears of
 * everything in it that may change what is shown. Time runs from left to right in every language: layers set their
 * direction so. */

typedef enum
{
  CT_LAYER_SESSION = 1 << 0, /* another session, or none: everything changed */
  CT_LAYER_VIEW = 1 << 1,
  CT_LAYER_SELECTION = 1 << 2,
  CT_LAYER_HOVER = 1 << 3,
  CT_LAYER_DISPLAY = 1 << 4,
  CT_LAYER_PREVIEW = 1 << 5,
  CT_LAYER_PLAYHEAD = 1 << 6,
  CT_LAYER_LOOP = 1 << 7,
  CT_LAYER_NOTES = 1 << 8,
  CT_LAYER_TRACKS = 1 << 9,
  CT_LAYER_LEVELS = 1 << 10,
  CT_LAYER_RECORDING = 1 << 11, /* the recording or what was heard in it */
  CT_LAYER_FOLLOW = 1 << 12,
} CtLayerChange;

struct _CtLayerClass
{
  GtkWidgetClass parent_class;

  /* What a change of means that the widget is drawn again (CtLayerChange flags). */
  guint redraws;
  /* Hears of every change before that; may be NULL. */
  void (*changed) (CtLayer *self, guint changes);
  /* Frames @first and following of the level store are new; n of 0: all are gone. May be NULL. */
  void (*grown) (CtLayer *self, guint first, guint n);
};

CtSession *ct_layer_get_session (CtLayer *self);
void ct_layer_set_session (CtLayer *self, CtSession *session);

/* To be called while drawing @self, and ended by gtk_snapshot_pop(): tells the renderer that all of the widget has
 * changed. Where several strips change at once, each costs the cairo renderer a walk over all that lies below it, and
 * one big rectangle is drawn many times faster. */
void ct_layer_push_all_changed (CtLayer *self, GtkSnapshot *snapshot);

/* Where the session's view lies in a widget, on whole device pixels, so that everything moves together by whole pixels
 * when the view scrolls. "World" pixels count from time 0 and from CT_VIEW_HIGH_MIDI. */
typedef struct
{
  CtView view;
  double width, height;
  double scale;   /* device pixels in a pixel */
  double x_per_s; /* pixels */
  double y_per_midi;
  double origin_x; /* world pixels of the widget's left and top edge */
  double origin_y;
} CtGrid;

/* For the session's view across the whole of @self; FALSE where there is nothing to show or no room. */
gboolean ct_layer_get_grid (CtLayer *self, CtGrid *grid);
void ct_grid_init (CtGrid *self, const CtView *view, double width, double height, double scale);

static inline double
ct_grid_snap (const CtGrid *self, double pixels)
{
  return floor (pixels * self->scale + 1e-6) / self->scale;
}

static inline double
ct_grid_world_x (const CtGrid *self, double time_s)
{
  return ct_grid_snap (self, time_s * self->x_per_s);
}

static inline double
ct_grid_world_y (const CtGrid *self, double midi)
{
  return ct_grid_snap (self, (CT_VIEW_HIGH_MIDI - midi) * self->y_per_midi);
}

static inline double
ct_grid_x (const CtGrid *self, double time_s)
{
  return ct_grid_world_x (self, time_s) - self->origin_x;
}

static inline double
ct_grid_y (const CtGrid *self, double midi)
{
  return ct_grid_world_y (self, midi) - self->origin_y;
}

G_END_DECLS
