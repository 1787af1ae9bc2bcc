/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/tools/ct-tool-bar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-note-select.h"
#include "ui/session/ct-selection.h"
#include "ui/session/ct-session.h"

#define HINT_CHARS 16 /* a line of the hint */

struct _CtToolBar
{
  GtkWidget parent_instance;

  CtSession *session;
  GSignalGroup *of_session, *of_document, *of_selection;
  GtkWidget *box;
  GtkWidget *select;      /* the button */
  GtkWidget *select_icon; /* shows what a drag selects */
  GtkWidget *review;      /* what is about uncertain notes */
  GtkLabel *left, *left_short;
  GtkWidget *hint; /* what becomes of the one that is selected */
};

enum
{
  PROP_SESSION = 1,
  N_PROPS,
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (CtToolBar, ct_tool_bar, GTK_TYPE_WIDGET)

/* ---- tools ---- */

static const struct
{
  const char *nick, *key, *icon, *name, *tooltip;
} tools[] = {
  { "select", "1", "ct-tool-select-symbolic", N_ ("Select Notes"), NULL },
  { "draw", "2", "ct-tool-draw-symbolic", N_ ("Draw Notes"), N_ ("Draw notes (2)") },
  { "erase", "3", "ct-tool-erase-symbolic", N_ ("Erase Notes"), N_ ("Erase notes (3)") },
  { "split", "4", "ct-tool-split-symbolic", N_ ("Split Notes"), N_ ("Split notes (4)") },
};

static const struct
{
  const char *icon, *tooltip;
} modes[] = {
  [CT_SELECT_BOX] = { "ct-tool-select-symbolic", N_ ("Select and move notes (1; again: whole times)") },
  [CT_SELECT_COLUMN] = { "ct-tool-column-symbolic", N_ ("Select whole times (1; again: whole pitches)") },
  [CT_SELECT_ROW] = { "ct-tool-row-symbolic", N_ ("Select whole pitches (1; again: a box)") },
};

static void
show_mode (CtToolBar *self)
{
  CtSelectMode mode = self->session ? ct_session_get_select_mode (self->session) : CT_SELECT_BOX;

  gtk_image_set_from_icon_name (GTK_IMAGE (self->select_icon), modes[mode].icon);
  gtk_widget_set_tooltip_text (self->select, _ (modes[mode].tooltip));
}

static void
set_up_button (GtkWidget *button, const char *name, const char *tooltip)
{
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_widget_set_focus_on_click (button, FALSE);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
make_tool (CtToolBar *self, guint i)
{
  GtkWidget *button = gtk_toggle_button_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *icon = gtk_image_new_from_icon_name (tools[i].icon), *key = gtk_label_new (tools[i].key);

  gtk_widget_add_css_class (key, "caption");
  gtk_widget_add_css_class (key, "dim-label");
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), key);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "notes.tool");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", tools[i].nick);
  set_up_button (button, _ (tools[i].name), tools[i].tooltip ? _ (tools[i].tooltip) : NULL);
  if (i == CT_TOOL_SELECT)
    {
      self->select = button;
      self->select_icon = icon;
    }
  return button;
}

static GtkWidget *
make_action_button (const char *icon, const char *action, const char *name, const char *tooltip)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  set_up_button (button, name, tooltip);
  return button;
}

/* ---- uncertain notes ---- */

/* Whether one uncertain note is selected, so that the keys say what becomes of it. */
static gboolean
is_asking (CtToolBar *self)
{
  CtSelection *selection = ct_session_get_selection (self->session);
  const CtEditNote *note = ct_document_get_note (ct_session_get_document (self->session),
                                                 ct_selection_get_cursor (selection));

  return ct_selection_get_n (selection) == 1 && note && note->uncertain;
}

static void
show_uncertain (CtToolBar *self)
{
  guint n = self->session ? ct_note_select_count_uncertain (self->session) : 0;
  /* Translators: how many notes below the threshold are still to be accepted or dismissed */
  g_autofree char *text = g_strdup_printf (ngettext ("%u uncertain", "%u uncertain", n), n);
  g_autofree char *number = g_strdup_printf ("%u", n);

  gtk_label_set_text (self->left, text);
  gtk_label_set_text (self->left_short, number);
  gtk_widget_set_visible (self->review, n > 0);
  gtk_widget_set_visible (self->hint, n > 0 && is_asking (self));
}

static GtkWidget *
make_next (void)
{
  return make_action_button ("go-next-symbolic", "notes.next-uncertain", _ ("Next Uncertain Note"),
                             _ ("Play the next uncertain note (N)"));
}

static GtkLabel *
make_count (void)
{
  GtkWidget *label = gtk_label_new ("");

  gtk_widget_add_css_class (label, "ct-numeric");
  gtk_widget_set_tooltip_text (label, _ ("Notes that were not sure enough: Enter accepts the selected one, Delete "
                                         "dismisses it for good"));
  return GTK_LABEL (label);
}

/* Shorter where there is less room. */
static GtkWidget *
make_review (CtToolBar *self)
{
  GtkWidget *squeezer = adw_squeezer_new ();
  GtkWidget *wide = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *narrow = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->left = make_count ();
  self->left_short = make_count ();
  gtk_box_append (GTK_BOX (wide),
                  make_action_button ("go-previous-symbolic", "notes.previous-uncertain", _ ("Previous Uncertain Note"),
                                      _ ("Play the previous uncertain note (Shift+N)")));
  gtk_box_append (GTK_BOX (wide), GTK_WIDGET (self->left));
  gtk_box_append (GTK_BOX (wide), make_next ());
  gtk_box_append (GTK_BOX (narrow), GTK_WIDGET (self->left_short));
  gtk_box_append (GTK_BOX (narrow), make_next ());
  adw_squeezer_set_homogeneous (ADW_SQUEEZER (squeezer), FALSE);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), wide);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), narrow);
  gtk_widget_set_margin_start (squeezer, 12);
  return squeezer;
}

/* On two lines, and not at all where that has no room. */
static GtkWidget *
make_hint (void)
{
  GtkWidget *hint = gtk_label_new (_ ("Enter accepts, Delete dismisses")), *squeezer = adw_squeezer_new ();

  gtk_label_set_wrap (GTK_LABEL (hint), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (hint), HINT_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (hint), HINT_CHARS);
  gtk_label_set_xalign (GTK_LABEL (hint), 0);
  gtk_widget_add_css_class (hint, "caption");
  gtk_widget_add_css_class (hint, "dim-label");
  adw_squeezer_set_allow_none (ADW_SQUEEZER (squeezer), TRUE);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), hint);
  return squeezer;
}

/* ---- zoom ---- */

/* Gone where there is no room. */
static GtkWidget *
make_zoom (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0), *squeezer = adw_squeezer_new ();

  gtk_box_append (GTK_BOX (box), make_action_button ("zoom-out-symbolic", "notes.zoom-out", _ ("Zoom Out"),
                                                     _ ("Zoom out (−, Ctrl+wheel)")));
  gtk_box_append (GTK_BOX (box), make_action_button ("zoom-in-symbolic", "notes.zoom-in", _ ("Zoom In"),
                                                     _ ("Zoom in (+, Ctrl+wheel)")));
  gtk_box_append (GTK_BOX (box), make_action_button ("zoom-fit-best-symbolic", "notes.fit-all", _ ("Fit All"),
                                                     _ ("Show the whole song (F)")));
  adw_squeezer_add (ADW_SQUEEZER (squeezer), box);
  adw_squeezer_add (ADW_SQUEEZER (squeezer), gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0));
  gtk_widget_set_halign (squeezer, GTK_ALIGN_END);
  gtk_widget_set_hexpand (squeezer, TRUE);
  return squeezer;
}

/* ---- the object ---- */

static void
set_session (CtToolBar *self, CtSession *session)
{
  if (!g_set_object (&self->session, session))
    return;
  g_signal_group_set_target (self->of_session, session);
  g_signal_group_set_target (self->of_document, session ? ct_session_get_document (session) : NULL);
  g_signal_group_set_target (self->of_selection, session ? ct_session_get_selection (session) : NULL);
  show_mode (self);
  show_uncertain (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SESSION]);
}

static void
ct_tool_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_TOOL_BAR (object)->session);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_tool_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    set_session (CT_TOOL_BAR (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_tool_bar_dispose (GObject *object)
{
  CtToolBar *self = CT_TOOL_BAR (object);

  g_clear_object (&self->of_session);
  g_clear_object (&self->of_document);
  g_clear_object (&self->of_selection);
  g_clear_object (&self->session);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (ct_tool_bar_parent_class)->dispose (object);
}

static void
ct_tool_bar_class_init (CtToolBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_tool_bar_get_property;
  object_class->set_property = ct_tool_bar_set_property;
  object_class->dispose = ct_tool_bar_dispose;
  props[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "toolrow");
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ct_tool_bar_init (CtToolBar *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_add_css_class (self->box, "ct-tools");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    gtk_box_append (GTK_BOX (self->box), make_tool (self, i));
  self->review = make_review (self);
  self->hint = make_hint ();
  gtk_box_append (GTK_BOX (self->box), self->review);
  gtk_box_append (GTK_BOX (self->box), self->hint);
  gtk_box_append (GTK_BOX (self->box), make_zoom ());
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tools"), -1);
  self->of_session = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (self->of_session, "notify::select-mode", G_CALLBACK (show_mode), self);
  self->of_document = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->of_document, "changed", G_CALLBACK (show_uncertain), self);
  self->of_selection = g_signal_group_new (CT_TYPE_SELECTION);
  g_signal_group_connect_swapped (self->of_selection, "changed", G_CALLBACK (show_uncertain), self);
  show_mode (self);
  show_uncertain (self);
}

void
ct_tool_bar_add (CtToolBar *self, GtkWidget *child)
{
  g_return_if_fail (CT_IS_TOOL_BAR (self));
  gtk_box_insert_child_after (GTK_BOX (self->box), child, self->hint);
}

GtkWidget *
ct_tool_bar_new (void)
{
  return g_object_new (CT_TYPE_TOOL_BAR, NULL);
}
