/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tempo/ct-tempo-button.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/rhythm/ct-tempo-edit.h"
#include "ui/analysis/ct-beat-finder.h"
#include "ui/session/ct-beat-lines.h"
#include "ui/session/ct-session.h"
#include "ui/tempo/ct-tempo-popover.h"
#include "ui/tempo/ct-tempo-text.h"

/* As wide as a position in a long song, and as a tempo and meter, so that nothing moves while it plays. */
#define TEXT_CHARS 26
#define SHORT_TEXT_CHARS 11

struct _CtTempoButton
{
  GtkWidget parent_instance;

  CtSession *session;
  CtTempoMap *steady; /* the session's, with the tempos that a score has; or NULL */
  CtBeatFinder *finder;
  GSignalGroup *of_session;
  GSignalGroup *of_finder;
  GtkWidget *button;
  GtkLabel *text, *short_text; /* the second one without the position */
};

enum
{
  PROP_SESSION = 1,
  PROP_BEAT_FINDER,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtTempoButton, ct_tempo_button, GTK_TYPE_WIDGET)

const char *
ct_tempo_button_get_text (CtTempoButton *self)
{
  g_return_val_if_fail (CT_IS_TEMPO_BUTTON (self), NULL);
  return gtk_label_get_text (self->text);
}

static char *
dup_tempo (CtTempoButton *self, const CtTempoMap *map, double time_s)
{
  g_autofree char *tempo = ct_tempo_text_dup_tempo (self->steady ? self->steady : map, time_s);
  g_autofree char *meter = ct_tempo_text_dup_meter (map, time_s);

  return g_strdup_printf ("%s   %s", tempo, meter);
}

static char *
dup_no_tempo (CtTempoButton *self)
{
  if (self->finder && ct_beat_finder_get_busy (self->finder))
    return g_strdup (_ ("Finding beats…"));
  /* Translators: no bars and beats are known of the song */
  return g_strdup (_ ("No beats"));
}

static void
show (CtTempoButton *self)
{
  const CtTempoMap *map = self->session ? ct_session_get_tempo_map (self->session) : NULL;
  double time_s = self->session ? ct_session_get_playhead_s (self->session) : 0;
  g_autofree char *tempo = map ? dup_tempo (self, map, time_s) : dup_no_tempo (self);
  g_autofree char *position = map ? ct_beat_lines_dup_position (map, time_s) : NULL;
  g_autofree char *text = position ? g_strdup_printf ("%s   %s", position, tempo) : g_strdup (tempo);

  gtk_label_set_text (self->text, text);
  gtk_label_set_text (self->short_text, tempo);
}

static void
tempo_changed (CtTempoButton *self)
{
  const CtTempoMap *map = self->session ? ct_session_get_tempo_map (self->session) : NULL;

  g_clear_pointer (&self->steady, ct_tempo_map_free);
  if (map && ct_tempo_edit_simplify (map, CT_TEMPO_STEADY_S, &self->steady) != CT_STATUS_OK)
    self->steady = NULL; /* the beats themselves have a tempo, too */
  show (self);
}

static void
ct_tempo_button_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CtTempoButton *self = CT_TEMPO_BUTTON (object);

  if (id == PROP_SESSION)
    g_value_set_object (value, self->session);
  else if (id == PROP_BEAT_FINDER)
    g_value_set_object (value, self->finder);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_tempo_button_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtTempoButton *self = CT_TEMPO_BUTTON (object);

  if (id == PROP_SESSION)
    {
      g_set_object (&self->session, g_value_get_object (value));
      g_signal_group_set_target (self->of_session, self->session);
      gtk_widget_set_sensitive (self->button, self->session != NULL);
      tempo_changed (self);
    }
  else if (id == PROP_BEAT_FINDER)
    {
      g_set_object (&self->finder, g_value_get_object (value));
      g_signal_group_set_target (self->of_finder, self->finder);
    }
  else
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  show (self);
}

static void
ct_tempo_button_dispose (GObject *object)
{
  CtTempoButton *self = CT_TEMPO_BUTTON (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  g_clear_object (&self->of_session);
  g_clear_object (&self->of_finder);
  g_clear_object (&self->session);
  g_clear_object (&self->finder);
  g_clear_pointer (&self->steady, ct_tempo_map_free);
  if (child)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (ct_tempo_button_parent_class)->dispose (object);
}

static void
ct_tempo_button_class_init (CtTempoButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = ct_tempo_button_get_property;
  object_class->set_property = ct_tempo_button_set_property;
  object_class->dispose = ct_tempo_button_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION, flags);
  props[PROP_BEAT_FINDER] = g_param_spec_object ("beat-finder", NULL, NULL, CT_TYPE_BEAT_FINDER, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkLabel *
make_text (int width_chars)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_widget_add_css_class (label, "numeric");
  gtk_label_set_width_chars (GTK_LABEL (label), width_chars);
  return GTK_LABEL (label);
}

/* @first, or @second where there is no room for it. */
static GtkWidget *
make_squeezer (GtkWidget *first, GtkWidget *second)
{
  GtkWidget *squeezer = adw_squeezer_new ();

  adw_squeezer_add (ADW_SQUEEZER (squeezer), first);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), second);
  adw_squeezer_set_homogeneous (ADW_SQUEEZER (squeezer), FALSE);
  return squeezer;
}

static void
add_button (CtTempoButton *self)
{
  GtkWidget *popover = ct_tempo_popover_new (), *squeezer;

  self->text = make_text (TEXT_CHARS);
  self->short_text = make_text (SHORT_TEXT_CHARS);
  self->button = gtk_menu_button_new ();
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_focus_on_click (self->button, FALSE); /* the keys of the canvas go on working */
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button),
                             make_squeezer (GTK_WIDGET (self->text), GTK_WIDGET (self->short_text)));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), popover);
  gtk_widget_set_tooltip_text (self->button, _ ("Position, Tempo and Meter"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tempo and Meter"),
                                  -1);
  gtk_widget_set_sensitive (self->button, FALSE);
  g_object_bind_property (self, "session", popover, "session", G_BINDING_SYNC_CREATE);
  squeezer = make_squeezer (self->button, gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  adw_squeezer_set_switch_threshold_policy (ADW_SQUEEZER (squeezer), ADW_FOLD_THRESHOLD_POLICY_MINIMUM);
  gtk_widget_set_parent (squeezer, GTK_WIDGET (self));
}

static void
ct_tempo_button_init (CtTempoButton *self)
{
  add_button (self);
  self->of_session = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (self->of_session, "tempo-changed", G_CALLBACK (tempo_changed), self);
  g_signal_group_connect_swapped (self->of_session, "notify::playhead-s", G_CALLBACK (show), self);
  self->of_finder = g_signal_group_new (CT_TYPE_BEAT_FINDER);
  g_signal_group_connect_swapped (self->of_finder, "notify::busy", G_CALLBACK (show), self);
  show (self);
}

GtkWidget *
ct_tempo_button_new (void)
{
  return g_object_new (CT_TYPE_TEMPO_BUTTON, NULL);
}
