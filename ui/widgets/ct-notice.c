/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/widgets/ct-notice.h"

struct _CtNotice
{
  GtkWidget parent;
  GtkWidget *revealer;
  GtkWidget *label;
  GtkWidget *accept_button;
  GtkWidget *decline_button;
};

G_DEFINE_FINAL_TYPE (CtNotice, ct_notice, GTK_TYPE_WIDGET)

enum
{
  ACCEPTED,
  DECLINED,
  DISMISSED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
set_label (GtkWidget *button, const char *label)
{
  gtk_widget_set_visible (button, label != NULL);
  if (label)
    gtk_button_set_label (GTK_BUTTON (button), label);
}

void
ct_notice_show (CtNotice *self, const char *text, const char *accept_label, const char *decline_label)
{
  g_return_if_fail (CT_IS_NOTICE (self));
  gtk_label_set_label (GTK_LABEL (self->label), text);
  set_label (self->accept_button, accept_label);
  set_label (self->decline_button, decline_label);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), TRUE);
}

void
ct_notice_hide (CtNotice *self)
{
  g_return_if_fail (CT_IS_NOTICE (self));
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), FALSE);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static void
answer (CtNotice *self, int signal)
{
  ct_notice_hide (self);
  g_signal_emit (self, signals[signal], 0);
}

static void
accept_clicked (GtkButton *button, CtNotice *self)
{
  answer (self, ACCEPTED);
}

static void
decline_clicked (GtkButton *button, CtNotice *self)
{
  answer (self, DECLINED);
}

static void
close_clicked (GtkButton *button, CtNotice *self)
{
  answer (self, DISMISSED);
}

static void
ct_notice_dispose (GObject *object)
{
  g_clear_pointer (&CT_NOTICE (object)->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_notice_parent_class)->dispose (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, CT_TYPE_NOTICE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ct_notice_class_init (CtNoticeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_notice_dispose;
  signals[ACCEPTED] = add_signal ("accepted");
  signals[DECLINED] = add_signal ("declined");
  signals[DISMISSED] = add_signal ("dismissed");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-notice.ui");
  gtk_widget_class_bind_template_child (widget_class, CtNotice, revealer);
  gtk_widget_class_bind_template_child (widget_class, CtNotice, label);
  gtk_widget_class_bind_template_child (widget_class, CtNotice, accept_button);
  gtk_widget_class_bind_template_child (widget_class, CtNotice, decline_button);
  gtk_widget_class_bind_template_callback (widget_class, accept_clicked);
  gtk_widget_class_bind_template_callback (widget_class, decline_clicked);
  gtk_widget_class_bind_template_callback (widget_class, close_clicked);
}

static void
ct_notice_init (CtNotice *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
