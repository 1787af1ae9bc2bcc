/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include <math.h>

#include "ui/session/ct-session.h"
#include "ui/session/ct-view.h"

G_BEGIN_DECLS

#define CT_TYPE_LAYER (ct_layer_get_type ())
G_DECLARE_DERIVABLE_TYPE (CtLayer, ct_layer, CT, LAYER, GtkWidget)

/* A widget that shows something of a session and is notified of every change that may matter to it. Time runs from left
 * to right in every language, and so does the direction of layers. Properties: session (CtSession, may be NULL),
 * semitones (double: how far playback transposes, at most CT_LAYER_MAX_SEMITONES up or down; keys and chords are shown
 * as they are heard). */

#define CT_LAYER_MAX_SEMITONES 24

typedef enum
{
  CT_LAYER_SESSION = 1 << 0, /* another session, or none */
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
  CT_LAYER_RECORDING = 1 << 11, /* the recording, or its transcription */
  CT_LAYER_FOLLOW = 1 << 12,
  CT_LAYER_TEMPO = 1 << 13,   /* the map that is shown */
  CT_LAYER_HARMONY = 1 << 14, /* keys and chords, or how they are heard */
  CT_LAYER_HITS = 1 << 15,    /* drum hits */
} CtLayerChange;

struct _CtLayerClass
{
  GtkWidgetClass parent_class;

  /* The changes after which the widget is redrawn (CtLayerChange flags). */
  guint redraws;
  /* Called for every change, before the widget is redrawn; may be NULL. */
  void (*changed) (CtLayer *self, guint changes);
  /* The level store has @n new frames from @first on; 0: it was cleared. May be NULL. */
  void (*grown) (CtLayer *self, guint first, guint n);
};

CtSession *ct_layer_get_session (CtLayer *self);
void ct_layer_set_session (CtLayer *self, CtSession *session);

/* By how many whole semitones playback transposes. */
int ct_layer_get_semitones (CtLayer *self);

/* Tells the renderer that the whole widget has changed. Call it while drawing @self and end it with gtk_snapshot_pop().
 * Each strip that changes costs the cairo renderer a walk over everything below it: many strips take several times as
 * long as one large rectangle. */
void ct_layer_push_all_changed (CtLayer *self, GtkSnapshot *snapshot);

/* Maps the session's view to a widget, in whole device pixels, so that everything moves together by whole pixels when
 * the view scrolls. "World" pixels are counted from time 0 and from CT_VIEW_HIGH_MIDI down. */
typedef struct
{
  CtView view;
  double width, height;
  double scale;   /* device pixels per pixel */
  double x_per_s; /* pixels */
  double y_per_midi;
  double origin_x; /* of the widget's upper left corner, world pixels */
  double origin_y;
} CtGrid;

/* The session's view over the whole of @self; FALSE: there is no session, or no room. */
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
