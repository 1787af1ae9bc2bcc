/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/harmony/ct-key-button.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "ui/document/ct-document.h"
#include "ui/harmony/ct-key-popover.h"
#include "ui/session/ct-harmony-text.h"
#include "ui/session/ct-pitch-text.h"
#include "ui/session/ct-session.h"

#define MAX_SEMITONES 24.0

struct _CtKeyButton
{
  GtkWidget parent_instance;

  CtSession *session;
  double semitones;
  GSignalGroup *of_session;
  GSignalGroup *of_document;
  GtkWidget *button;
  GtkLabel *text, *short_text;
};

enum
{
  PROP_SESSION = 1,
  PROP_SEMITONES,
};

G_DEFINE_FINAL_TYPE (CtKeyButton, ct_key_button, GTK_TYPE_WIDGET)

const char *
ct_key_button_get_text (CtKeyButton *self)
{
  g_return_val_if_fail (CT_IS_KEY_BUTTON (self), NULL);
  return gtk_label_get_text (self->text);
}

/* As it is heard; FALSE: none is known. */
static gboolean
get_key (CtKeyButton *self, CtKey *key)
{
  CtDocument *document = self->session ? ct_session_get_document (self->session) : NULL;
  int shift = (int) lrint (self->semitones);

  if (!document || ct_document_get_harmony (document)->n_keys == 0)
    return FALSE;
  *key = ct_document_get_key_at (document, ct_session_get_playhead_s (self->session));
  if (shift != 0)
    *key = ct_key_transpose (key, shift);
  return TRUE;
}

static void
show (CtKeyButton *self)
{
  g_autofree char *text = NULL, *short_text = NULL, *name = NULL;
  CtPitchNaming naming;
  CtKey key;
  gboolean known = get_key (self, &key);

  gtk_widget_set_visible (GTK_WIDGET (self), known);
  if (!known)
    return;
  ct_pitch_text_get_naming (self->session, &naming);
  text = ct_harmony_text_dup_key (naming.names, &key);
  if (g_str_equal (text, gtk_label_get_text (self->text)))
    return;
  short_text = ct_harmony_text_dup_short_key (naming.names, &key);
  gtk_label_set_text (self->text, text);
  gtk_label_set_text (self->short_text, short_text);
  /* Translators: the button of the key for a screen reader; %s is the key */
  name = g_strdup_printf (_ ("Key: %s"), text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
ct_key_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_KEY_BUTTON (object)->session);
  else if (id == PROP_SEMITONES)
    g_value_set_double (value, CT_KEY_BUTTON (object)->semitones);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_key_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtKeyButton *self = CT_KEY_BUTTON (object);

  if (id == PROP_SESSION)
    {
      g_set_object (&self->session, g_value_get_object (value));
      g_signal_group_set_target (self->of_session, self->session);
      g_signal_group_set_target (self->of_document, self->session ? ct_session_get_document (self->session) : NULL);
    }
  else if (id == PROP_SEMITONES)
    self->semitones = g_value_get_double (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  show (self);
}

static void
ct_key_button_dispose (GObject *object)
{
  CtKeyButton *self = CT_KEY_BUTTON (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_object (&self->of_session);
  g_clear_object (&self->of_document);
  g_clear_object (&self->session);
  if (child)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ct_key_button_parent_class)->dispose (object);
}

static void
ct_key_button_class_init (CtKeyButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_key_button_get_property;
  object_class->set_property = ct_key_button_set_property;
  object_class->dispose = ct_key_button_dispose;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_SEMITONES,
                                   g_param_spec_double ("semitones", NULL, NULL, -MAX_SEMITONES, MAX_SEMITONES, 0,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
ct_key_button_init (CtKeyButton *self)
{
  GtkWidget *squeezer = adw_squeezer_new (), *popover = ct_key_popover_new ();

  self->text = GTK_LABEL (gtk_label_new (""));
  self->short_text = GTK_LABEL (gtk_label_new (""));
  self->button = gtk_menu_button_new ();
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_focus_on_click (self->button, FALSE); /* the keys of the canvas go on working */
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), squeezer);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_set_tooltip_text (self->button, _ ("Key at the Playhead"));
  g_object_bind_property (self, "session", popover, "session", G_BINDING_SYNC_CREATE);
  g_object_bind_property (self, "semitones", popover, "semitones", G_BINDING_SYNC_CREATE);
  adw_squeezer_set_homogeneous (ADW_SQUEEZER (squeezer), FALSE);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), GTK_WIDGET (self->text));
  adw_squeezer_add (ADW_SQUEEZER (squeezer), GTK_WIDGET (self->short_text));
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  self->of_session = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (self->of_session, "notify::playhead-s", G_CALLBACK (show), self);
  g_signal_group_connect_swapped (self->of_session, "names-changed", G_CALLBACK (show), self);
  self->of_document = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->of_document, "harmony-changed", G_CALLBACK (show), self);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
ct_key_button_new (void)
{
  return g_object_new (CT_TYPE_KEY_BUTTON, NULL);
}
