/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-toast.h"

#include <glib/gi18n.h>

#define MAX_CHARS 200
#define MAX_WIDTH_CHARS 60
#define MAX_LINES 3
#define LEAST_MS 1500 /* how long it stays, and how much longer for each character that has to be read */
#define CHARACTER_MS 60
#define UNDO_MS 5000

struct _CtToast
{
  GtkWidget parent_instance;
  GtkWidget *overlay;
  GtkRevealer *revealer;
  GtkLabel *label;
  GtkWidget *undo;
  guint timeout;
};

enum
{
  PROP_CHILD = 1,
};

G_DEFINE_FINAL_TYPE (CtToast, ct_toast, GTK_TYPE_WIDGET)

static void
hide (CtToast *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  gtk_revealer_set_reveal_child (self->revealer, FALSE);
}

static gboolean
on_timeout (gpointer data)
{
  CtToast *self = data;

  self->timeout = 0;
  hide (self);
  return G_SOURCE_REMOVE;
}

/* Toasts name files: any bytes, of any length. Makes a single short line of them. */
static char *
make_short (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *head = NULL;

  g_strdelimit (valid, "\n\r\t", ' ');
  if (g_utf8_strlen (valid, -1) <= MAX_CHARS)
    return g_steal_pointer (&valid);
  head = g_utf8_substring (valid, 0, MAX_CHARS - 1);
  return g_strconcat (head, "…", NULL);
}

static void
show (CtToast *self, const char *text, gboolean offers_undo)
{
  g_autofree char *line = make_short (text);
  guint ms = LEAST_MS + CHARACTER_MS * (guint) g_utf8_strlen (line, -1);

  gtk_label_set_text (self->label, line);
  gtk_widget_set_visible (self->undo, offers_undo);
  gtk_revealer_set_reveal_child (self->revealer, TRUE);
  g_clear_handle_id (&self->timeout, g_source_remove);
  self->timeout = g_timeout_add (offers_undo ? MAX (ms, UNDO_MS) : ms, on_timeout, self);
}

void
ct_toast_send (GtkWidget *from, const char *text, gboolean offers_undo)
{
  GtkWidget *toast = gtk_widget_get_ancestor (from, CT_TYPE_TOAST);

  if (toast)
    show (CT_TOAST (toast), text, offers_undo);
}

static GtkWidget *
make_close (CtToast *self)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("window-close-symbolic");

  gtk_widget_add_css_class (button, "circular");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_tooltip_text (button, _ ("Dismiss"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Dismiss"), -1);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (hide), self);
  return button;
}

static GtkWidget *
make_undo (void)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Undo"));

  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.undo");
  return button;
}

static GtkWidget *
make_label (CtToast *self)
{
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_wrap (self->label, TRUE);
  gtk_label_set_wrap_mode (self->label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (self->label, GTK_NATURAL_WRAP_NONE);
  gtk_label_set_max_width_chars (self->label, MAX_WIDTH_CHARS);
  gtk_label_set_lines (self->label, MAX_LINES);
  gtk_label_set_ellipsize (self->label, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->label, 0);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "heading");
  return GTK_WIDGET (self->label);
}

/* As libadwaita's looks, and as a screen reader reads out by itself. */
static GtkWidget *
make_bubble (CtToast *self)
{
  GtkWidget *box = g_object_new (GTK_TYPE_BOX, "css-name", "toast", "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, NULL);

  gtk_box_append (GTK_BOX (box), make_label (self));
  self->undo = make_undo ();
  gtk_box_append (GTK_BOX (box), self->undo);
  gtk_box_append (GTK_BOX (box), make_close (self));
  return box;
}

static void
ct_toast_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHILD)
    g_value_set_object (value, gtk_overlay_get_child (GTK_OVERLAY (CT_TOAST (object)->overlay)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_toast_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHILD)
    gtk_overlay_set_child (GTK_OVERLAY (CT_TOAST (object)->overlay), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* Its size does not depend on what it says, and like any window's content it asks for a constant one. */
static void
ct_toast_measure (GtkWidget *widget,
                  GtkOrientation orientation,
                  int for_size,
                  int *minimum,
                  int *natural,
                  int *minimum_baseline,
                  int *natural_baseline)
{
  gtk_widget_measure (CT_TOAST (widget)->overlay, orientation, -1, minimum, natural, NULL, NULL);
}

static void
ct_toast_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_allocate (CT_TOAST (widget)->overlay, width, height, baseline, NULL);
}

static void
ct_toast_dispose (GObject *object)
{
  CtToast *self = CT_TOAST (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->overlay, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_toast_parent_class)->dispose (object);
}

static void
ct_toast_class_init (CtToastClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_toast_get_property;
  object_class->set_property = ct_toast_set_property;
  object_class->dispose = ct_toast_dispose;
  g_object_class_install_property (object_class, PROP_CHILD,
                                   g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  GTK_WIDGET_CLASS (klass)->measure = ct_toast_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = ct_toast_size_allocate;
}

static void
ct_toast_init (CtToast *self)
{
  self->revealer = GTK_REVEALER (gtk_revealer_new ());
  gtk_revealer_set_transition_type (self->revealer, GTK_REVEALER_TRANSITION_TYPE_SLIDE_UP);
  gtk_revealer_set_child (self->revealer, make_bubble (self));
  gtk_widget_set_halign (GTK_WIDGET (self->revealer), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->revealer), GTK_ALIGN_END);
  self->overlay = gtk_overlay_new ();
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), GTK_WIDGET (self->revealer));
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
}

GtkWidget *
ct_toast_new (GtkWidget *child)
{
  return g_object_new (CT_TYPE_TOAST, "child", child, NULL);
}
