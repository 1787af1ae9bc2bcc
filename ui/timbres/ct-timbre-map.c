/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/timbres/ct-timbre-map.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-selection.h"

#define ZOOM_STEP 1.25

struct _CtTimbreMap
{
  GtkWidget parent_instance;

  CtSession *session;

  GtkWidget *box;
  GtkWidget *plot;
  GtkWidget *empty;
  GtkWidget *status;
  GtkWidget *split;
  GtkWidget *split_box;
};

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtTimbreMap, ct_timbre_map, GTK_TYPE_WIDGET)

CtTimbrePlot *
ct_timbre_map_get_plot (CtTimbreMap *self)
{
  g_return_val_if_fail (CT_IS_TIMBRE_MAP (self), NULL);
  return CT_TIMBRE_PLOT (self->plot);
}

CtSplitBox *
ct_timbre_map_get_split_box (CtTimbreMap *self)
{
  g_return_val_if_fail (CT_IS_TIMBRE_MAP (self), NULL);
  return CT_SPLIT_BOX (self->split_box);
}

/* Describes the note under the pointer, or else counts the selected ones, or else tells what the map shows. */
static void
show_status (CtTimbreMap *self)
{
  guint n = self->session ? ct_selection_get_n (ct_session_get_selection (self->session)) : 0;
  const char *description = ct_timbre_plot_get_description (CT_TIMBRE_PLOT (self->plot));
  g_autofree char *selected = g_strdup_printf (ngettext ("%u note selected", "%u notes selected", n), n);
  gboolean any = self->session && ct_timbre_plot_get_n_points (CT_TIMBRE_PLOT (self->plot)) > 0;

  if (*description)
    gtk_label_set_text (GTK_LABEL (self->status), description);
  else if (n > 1)
    gtk_label_set_text (GTK_LABEL (self->status), selected);
  else
    gtk_label_set_text (GTK_LABEL (self->status),
                        any ? _ ("Dots are notes, closer the more alike; crosses mark timbres.") : "");
}

/* What was just selected counts more than the note over which the pointer happens to be. */
static void
on_selection_changed (CtTimbreMap *self)
{
  guint n = ct_selection_get_n (ct_session_get_selection (self->session));
  g_autofree char *selected = g_strdup_printf (ngettext ("%u note selected", "%u notes selected", n), n);

  if (n > 1)
    gtk_label_set_text (GTK_LABEL (self->status), selected);
  else
    show_status (self);
}

static void
show_state (CtTimbreMap *self)
{
  gboolean any = self->session && ct_timbre_plot_get_n_points (CT_TIMBRE_PLOT (self->plot)) > 0;
  gboolean notes = self->session && ct_document_get_score (ct_session_get_document (self->session))->n_notes > 0;

  gtk_widget_set_visible (self->empty, !any);
  gtk_label_set_text (GTK_LABEL (self->empty),
                      notes ? _ ("None of the visible notes comes from a recording.") : _ ("No notes yet"));
  gtk_widget_set_sensitive (self->split, any);
  show_status (self);
}

static void
on_split_clicked (CtTimbreMap *self)
{
  guint32 track = self->session ? ct_session_get_current_track (self->session) : 0;

  if (ct_split_box_is_open (CT_SPLIT_BOX (self->split_box)))
    ct_split_box_cancel (CT_SPLIT_BOX (self->split_box));
  else if (track)
    ct_split_box_open (CT_SPLIT_BOX (self->split_box), CT_SPLIT_TIMBRE, &track, 1,
                       ct_selection_get_n (ct_session_get_selection (self->session)) > 1);
}

static void
forget_session (CtTimbreMap *self)
{
  if (!self->session)
    return;
  g_signal_handlers_disconnect_by_data (ct_session_get_document (self->session), self);
  g_signal_handlers_disconnect_by_data (ct_session_get_display (self->session), self);
  g_signal_handlers_disconnect_by_data (ct_session_get_selection (self->session), self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
}

void
ct_timbre_map_set_session (CtTimbreMap *self, CtSession *session)
{
  g_return_if_fail (CT_IS_TIMBRE_MAP (self));
  if (self->session == session)
    return;
  forget_session (self);
  ct_timbre_plot_set_session (CT_TIMBRE_PLOT (self->plot), session);
  ct_split_box_set_session (CT_SPLIT_BOX (self->split_box), session);
  if (session)
    {
      CtDocument *document = ct_session_get_document (session);

      self->session = g_object_ref (session);
      g_signal_connect_swapped (document, "changed", G_CALLBACK (show_state), self);
      g_signal_connect_swapped (document, "notify::evidence", G_CALLBACK (show_state), self);
      g_signal_connect_swapped (ct_session_get_display (session), "notify::show-uncertain", G_CALLBACK (show_state),
                                self);
      g_signal_connect_swapped (ct_session_get_display (session), "notify::reviewing", G_CALLBACK (show_state), self);
      g_signal_connect_swapped (ct_session_get_selection (session), "changed", G_CALLBACK (on_selection_changed), self);
    }
  show_state (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

/* ---- construction ---- */

static void
ct_timbre_map_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_TIMBRE_MAP (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_timbre_map_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    ct_timbre_map_set_session (CT_TIMBRE_MAP (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_timbre_map_dispose (GObject *object)
{
  CtTimbreMap *self = CT_TIMBRE_MAP (object);

  forget_session (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_timbre_map_parent_class)->dispose (object);
}

static void
ct_timbre_map_class_init (CtTimbreMapClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_timbre_map_get_property;
  object_class->set_property = ct_timbre_map_set_property;
  object_class->dispose = ct_timbre_map_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
zoom (CtTimbreMap *self, double factor)
{
  ct_timbre_plot_zoom (CT_TIMBRE_PLOT (self->plot), factor, gtk_widget_get_width (self->plot) / 2.0,
                       gtk_widget_get_height (self->plot) / 2.0);
}

static void
zoom_in (CtTimbreMap *self)
{
  zoom (self, ZOOM_STEP);
}

static void
zoom_out (CtTimbreMap *self)
{
  zoom (self, 1 / ZOOM_STEP);
}

static void
zoom_fit (CtTimbreMap *self)
{
  ct_timbre_plot_fit (CT_TIMBRE_PLOT (self->plot));
}

static void
add_button (CtTimbreMap *self, GtkWidget *bar, const char *icon, const char *tooltip, GCallback func)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_box_append (GTK_BOX (bar), button);
  g_signal_connect_swapped (button, "clicked", func, self);
}

static void
make_bar (CtTimbreMap *self)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *zooms = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *shape = gtk_toggle_button_new_with_mnemonic (_ ("_Box"));

  gtk_widget_add_css_class (bar, "toolbar");
  gtk_widget_set_tooltip_text (shape, _ ("Select With a Box Instead of a Lasso"));
  g_object_bind_property (shape, "active", self->plot, "box", G_BINDING_DEFAULT);
  gtk_box_append (GTK_BOX (bar), shape);
  add_button (self, zooms, "zoom-out-symbolic", _ ("Zoom Out"), G_CALLBACK (zoom_out));
  add_button (self, zooms, "zoom-in-symbolic", _ ("Zoom In"), G_CALLBACK (zoom_in));
  add_button (self, zooms, "zoom-fit-best-symbolic", _ ("Fit All"), G_CALLBACK (zoom_fit));
  gtk_box_append (GTK_BOX (bar), zooms);
  gtk_widget_set_hexpand (space, TRUE);
  gtk_box_append (GTK_BOX (bar), space);
  self->split = gtk_button_new_with_mnemonic (_ ("S_plit…"));
  gtk_widget_set_tooltip_text (self->split, _ ("Split Selected Notes or Current Track by Timbre"));
  g_signal_connect_swapped (self->split, "clicked", G_CALLBACK (on_split_clicked), self);
  gtk_box_append (GTK_BOX (bar), self->split);
  gtk_box_append (GTK_BOX (self->box), bar);
}

static void
ct_timbre_map_init (CtTimbreMap *self)
{
  GtkWidget *overlay = gtk_overlay_new ();

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->plot = ct_timbre_plot_new ();
  make_bar (self);
  gtk_widget_set_vexpand (self->plot, TRUE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->plot);
  self->empty = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_label_set_justify (GTK_LABEL (self->empty), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (self->empty, "ct-on-dark");
  gtk_widget_set_can_target (self->empty, FALSE);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->empty);
  gtk_box_append (GTK_BOX (self->box), overlay);
  self->status = gtk_label_new (NULL);
  gtk_label_set_ellipsize (GTK_LABEL (self->status), PANGO_ELLIPSIZE_END);
  gtk_label_set_wrap (GTK_LABEL (self->status), TRUE);
  gtk_label_set_lines (GTK_LABEL (self->status), 2);
  gtk_label_set_xalign (GTK_LABEL (self->status), 0);
  gtk_label_set_yalign (GTK_LABEL (self->status), 0);
  gtk_widget_add_css_class (self->status, "ct-two-lines");
  gtk_widget_set_margin_start (self->status, 9);
  gtk_widget_set_margin_end (self->status, 9);
  gtk_widget_set_margin_top (self->status, 6);
  gtk_widget_set_margin_bottom (self->status, 6);
  gtk_box_append (GTK_BOX (self->box), self->status);
  self->split_box = ct_split_box_new ();
  gtk_box_append (GTK_BOX (self->box), self->split_box);
  g_signal_connect_swapped (self->plot, "notify::description", G_CALLBACK (show_status), self);
  show_state (self);
}

GtkWidget *
ct_timbre_map_new (void)
{
  return g_object_new (CT_TYPE_TIMBRE_MAP, NULL);
}
