/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-tour-bar.h"

#include <glib-object.h>
#include <glib/gi18n.h>

struct _CtTourBar
{
  GtkWidget parent;
  CtTour *tour;
  GtkWidget *box;
  GtkWidget *check; /* visible when the step is done */
  GtkLabel *title, *place, *text;
  GtkWidget *back_button, *next_button;
};

enum
{
  PROP_TOUR = 1,
};

G_DEFINE_FINAL_TYPE (CtTourBar, ct_tour_bar, GTK_TYPE_WIDGET)

static void
show_place (CtTourBar *self, CtTourStep step)
{
  g_autofree char *shown = g_strdup_printf ("%d / %d", step + 1, CT_N_TOUR_STEPS);
  /* Translators: of the guided tour: the number of the step, and how many there are */
  g_autofree char *said = g_strdup_printf (_ ("Step %d of %d"), step + 1, CT_N_TOUR_STEPS);

  gtk_label_set_label (self->place, shown);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->place), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

static void
show_tour (CtTourBar *self)
{
  gboolean active = self->tour && ct_tour_get_active (self->tour);
  CtTourStep step;

  if (active)
    {
      step = ct_tour_get_step (self->tour);
      gtk_label_set_label (self->title, ct_tour_step_get_title (step));
      gtk_label_set_label (self->text, ct_tour_step_get_text (step));
      show_place (self, step);
      gtk_widget_set_visible (self->check, ct_tour_get_done (self->tour));
      gtk_widget_set_sensitive (self->back_button, step > CT_TOUR_LOOK);
      /* Translators: choose mnemonics that no other control of the window has, such as X and K */
      gtk_button_set_label (GTK_BUTTON (self->next_button), step + 1 < CT_N_TOUR_STEPS ? _ ("Ne_xt") : _ ("E_xit"));
    }
  gtk_widget_set_visible (GTK_WIDGET (self), active);
}

void
ct_tour_bar_set_tour (CtTourBar *self, CtTour *tour)
{
  g_return_if_fail (CT_IS_TOUR_BAR (self));
  if (self->tour == tour)
    return;
  if (self->tour)
    g_signal_handlers_disconnect_by_data (self->tour, self);
  g_set_object (&self->tour, tour);
  if (tour)
    g_signal_connect_swapped (tour, "changed", G_CALLBACK (show_tour), self);
  show_tour (self);
  g_object_notify (G_OBJECT (self), "tour");
}

static void
back_clicked (GtkButton *button, CtTourBar *self)
{
  ct_tour_back (self->tour);
}

static void
next_clicked (GtkButton *button, CtTourBar *self)
{
  ct_tour_next (self->tour);
}

static void
close_clicked (GtkButton *button, CtTourBar *self)
{
  ct_tour_end (self->tour);
}

static gboolean
on_escape (GtkWidget *widget, GVariant *arguments, gpointer data)
{
  ct_tour_end (CT_TOUR_BAR (widget)->tour);
  return TRUE;
}

static void
ct_tour_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TOUR)
    g_value_set_object (value, CT_TOUR_BAR (object)->tour);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_tour_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_TOUR)
    ct_tour_bar_set_tour (CT_TOUR_BAR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_tour_bar_dispose (GObject *object)
{
  CtTourBar *self = CT_TOUR_BAR (object);

  if (self->tour)
    g_signal_handlers_disconnect_by_data (self->tour, self);
  g_clear_object (&self->tour);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_tour_bar_parent_class)->dispose (object);
}

static void
ct_tour_bar_class_init (CtTourBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = ct_tour_bar_get_property;
  object_class->set_property = ct_tour_bar_set_property;
  object_class->dispose = ct_tour_bar_dispose;
  g_object_class_install_property (object_class, PROP_TOUR,
                                   g_param_spec_object ("tour", NULL, NULL, CT_TYPE_TOUR,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS
                                                            | G_PARAM_EXPLICIT_NOTIFY));
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, on_escape, NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-tour-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, CtTourBar, box);
  gtk_widget_class_bind_template_child (widget_class, CtTourBar, check);
  gtk_widget_class_bind_template_child (widget_class, CtTourBar, title);
  gtk_widget_class_bind_template_child (widget_class, CtTourBar, place);
  gtk_widget_class_bind_template_child (widget_class, CtTourBar, text);
  gtk_widget_class_bind_template_child (widget_class, CtTourBar, back_button);
  gtk_widget_class_bind_template_child (widget_class, CtTourBar, next_button);
  gtk_widget_class_bind_template_callback (widget_class, back_clicked);
  gtk_widget_class_bind_template_callback (widget_class, next_clicked);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked);
}

static void
ct_tour_bar_init (CtTourBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
