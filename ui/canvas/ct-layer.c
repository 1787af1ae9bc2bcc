/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-layer.h"

#include <gtk/gtk.h>
#include <math.h>

#include "ui/document/ct-document.h"
#include "ui/document/ct-level-store.h"
#include "ui/session/ct-display.h"
#include "ui/session/ct-selection.h"

typedef struct
{
  CtSession *session;
  GSignalGroup *of_session, *of_selection, *of_display, *of_document, *of_levels;
  guint n_pushed;
  double semitones;
} CtLayerPrivate;

enum
{
  PROP_SESSION = 1,
  PROP_SEMITONES,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (CtLayer, ct_layer, GTK_TYPE_WIDGET)

static void
notify (CtLayer *self, guint changes)
{
  CtLayerClass *klass = CT_LAYER_GET_CLASS (self);

  if (klass->changed)
    klass->changed (self, changes);
  if (changes & (klass->redraws | CT_LAYER_SESSION))
    gtk_widget_queue_draw (GTK_WIDGET (self));
}

#define DEFINE_LISTENER(name, change)                                                                                  \
  static void name (CtLayer *self)                                                                                     \
  {                                                                                                                    \
    notify (self, change);                                                                                             \
  }

DEFINE_LISTENER (view_changed, CT_LAYER_VIEW)
DEFINE_LISTENER (selection_changed, CT_LAYER_SELECTION)
DEFINE_LISTENER (hover_changed, CT_LAYER_HOVER)
DEFINE_LISTENER (display_changed, CT_LAYER_DISPLAY)
DEFINE_LISTENER (preview_changed, CT_LAYER_PREVIEW)
DEFINE_LISTENER (playhead_changed, CT_LAYER_PLAYHEAD)
DEFINE_LISTENER (loop_changed, CT_LAYER_LOOP)
DEFINE_LISTENER (follow_changed, CT_LAYER_FOLLOW)
DEFINE_LISTENER (tempo_changed, CT_LAYER_TEMPO)
DEFINE_LISTENER (recording_changed, CT_LAYER_RECORDING)
DEFINE_LISTENER (harmony_changed, CT_LAYER_HARMONY)

static void
document_changed (CtLayer *self, guint changes)
{
  guint layer_changes = 0;

  if (changes & CT_DOCUMENT_NOTES)
    layer_changes |= CT_LAYER_NOTES;
  if (changes & CT_DOCUMENT_TRACKS)
    layer_changes |= CT_LAYER_TRACKS;
  if (changes & CT_DOCUMENT_PERCUSSION)
    layer_changes |= CT_LAYER_HITS;
  if (layer_changes)
    notify (self, layer_changes);
}

static void
levels_grown (CtLayer *self, guint first, guint n)
{
  CtLayerClass *klass = CT_LAYER_GET_CLASS (self);

  if (klass->grown)
    klass->grown (self, first, n);
  notify (self, CT_LAYER_LEVELS);
}

CtSession *
ct_layer_get_session (CtLayer *self)
{
  CtLayerPrivate *priv = ct_layer_get_instance_private (self);

  g_return_val_if_fail (CT_IS_LAYER (self), NULL);
  return priv->session;
}

void
ct_layer_set_session (CtLayer *self, CtSession *session)
{
  CtLayerPrivate *priv = ct_layer_get_instance_private (self);
  CtDocument *document = session ? ct_session_get_document (session) : NULL;

  g_return_if_fail (CT_IS_LAYER (self));
  if (!g_set_object (&priv->session, session))
    return;
  g_signal_group_set_target (priv->of_session, session);
  g_signal_group_set_target (priv->of_selection, session ? ct_session_get_selection (session) : NULL);
  g_signal_group_set_target (priv->of_display, session ? ct_session_get_display (session) : NULL);
  g_signal_group_set_target (priv->of_document, document);
  g_signal_group_set_target (priv->of_levels, document ? ct_document_get_levels (document) : NULL);
  notify (self, CT_LAYER_SESSION);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

int
ct_layer_get_semitones (CtLayer *self)
{
  CtLayerPrivate *priv = ct_layer_get_instance_private (self);

  g_return_val_if_fail (CT_IS_LAYER (self), 0);
  return (int) lrint (priv->semitones);
}

static void
set_semitones (CtLayer *self, double semitones)
{
  CtLayerPrivate *priv = ct_layer_get_instance_private (self);

  if (semitones == priv->semitones)
    return;
  priv->semitones = semitones;
  notify (self, CT_LAYER_HARMONY);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SEMITONES]);
}

void
ct_layer_push_all_changed (CtLayer *self, GtkSnapshot *snapshot)
{
  static const GdkRGBA nothing = { 0, 0, 0, 0 };
  CtLayerPrivate *priv = ct_layer_get_instance_private (self);
  int width = gtk_widget_get_width (GTK_WIDGET (self)), height = gtk_widget_get_height (GTK_WIDGET (self));
  /* a clip that differs from that of the frame before, if only outside the widget, makes all inside count as new */
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) width, (float) (height + 1 + (int) (priv->n_pushed++ % 2)));

  gtk_snapshot_push_clip (snapshot, &all);
  gtk_snapshot_append_color (snapshot, &nothing, &all);
}

void
ct_grid_init (CtGrid *self, const CtView *view, double width, double height, double scale)
{
  *self = (CtGrid){ .view = *view,
                    .width = width,
                    .height = height,
                    .scale = scale,
                    .x_per_s = width / (view->end_s - view->start_s),
                    .y_per_midi = height / (view->high_midi - view->low_midi) };
  self->origin_x = ct_grid_world_x (self, view->start_s);
  self->origin_y = ct_grid_world_y (self, view->high_midi);
}

gboolean
ct_layer_get_grid (CtLayer *self, CtGrid *grid)
{
  CtLayerPrivate *priv = ct_layer_get_instance_private (self);
  GtkWidget *widget = GTK_WIDGET (self);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  if (!priv->session || width <= 0 || height <= 0)
    return FALSE;
  ct_grid_init (grid, ct_session_get_view (priv->session), width, height, gtk_widget_get_scale_factor (widget));
  return TRUE;
}

static void
ct_layer_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtLayerPrivate *priv = ct_layer_get_instance_private (CT_LAYER (object));

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, priv->session);
      break;
    case PROP_SEMITONES:
      g_value_set_double (value, priv->semitones);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_layer_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SESSION:
      ct_layer_set_session (CT_LAYER (object), g_value_get_object (value));
      break;
    case PROP_SEMITONES:
      set_semitones (CT_LAYER (object), g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ct_layer_dispose (GObject *object)
{
  CtLayer *self = CT_LAYER (object);
  CtLayerPrivate *priv = ct_layer_get_instance_private (self);

  ct_layer_set_session (self, NULL);
  g_clear_object (&priv->of_session);
  g_clear_object (&priv->of_selection);
  g_clear_object (&priv->of_display);
  g_clear_object (&priv->of_document);
  g_clear_object (&priv->of_levels);
  G_OBJECT_CLASS (ct_layer_parent_class)->dispose (object);
}

static void
ct_layer_class_init (CtLayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_layer_get_property;
  object_class->set_property = ct_layer_set_property;
  object_class->dispose = ct_layer_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  props[PROP_SEMITONES] = g_param_spec_double ("semitones", NULL, NULL, -CT_LAYER_MAX_SEMITONES, CT_LAYER_MAX_SEMITONES,
                                               0, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ct_layer_init (CtLayer *self)
{
  CtLayerPrivate *priv = ct_layer_get_instance_private (self);

  priv->of_session = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (priv->of_session, "view-changed", G_CALLBACK (view_changed), self);
  g_signal_group_connect_swapped (priv->of_session, "hover-changed", G_CALLBACK (hover_changed), self);
  g_signal_group_connect_swapped (priv->of_session, "preview-changed", G_CALLBACK (preview_changed), self);
  g_signal_group_connect_swapped (priv->of_session, "notify::playhead-s", G_CALLBACK (playhead_changed), self);
  g_signal_group_connect_swapped (priv->of_session, "notify::loop-enabled", G_CALLBACK (loop_changed), self);
  g_signal_group_connect_swapped (priv->of_session, "notify::follow", G_CALLBACK (follow_changed), self);
  g_signal_group_connect_swapped (priv->of_session, "tempo-changed", G_CALLBACK (tempo_changed), self);
  priv->of_selection = g_signal_group_new (CT_TYPE_SELECTION);
  g_signal_group_connect_swapped (priv->of_selection, "changed", G_CALLBACK (selection_changed), self);
  priv->of_display = g_signal_group_new (CT_TYPE_DISPLAY);
  g_signal_group_connect_swapped (priv->of_display, "notify", G_CALLBACK (display_changed), self);
  priv->of_document = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (priv->of_document, "changed", G_CALLBACK (document_changed), self);
  g_signal_group_connect_swapped (priv->of_document, "harmony-changed", G_CALLBACK (harmony_changed), self);
  g_signal_group_connect_swapped (priv->of_document, "notify::recording", G_CALLBACK (recording_changed), self);
  g_signal_group_connect_swapped (priv->of_document, "notify::evidence", G_CALLBACK (recording_changed), self);
  priv->of_levels = g_signal_group_new (CT_TYPE_LEVEL_STORE);
  g_signal_group_connect_swapped (priv->of_levels, "grown", G_CALLBACK (levels_grown), self);
  gtk_widget_set_direction (GTK_WIDGET (self), GTK_TEXT_DIR_LTR);
}
