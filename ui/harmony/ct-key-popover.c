/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/harmony/ct-key-popover.h"

#include <glib/gi18n.h>
#include <math.h>

#include "core/base/ct-harmony.h"
#include "core/base/ct-key.h"
#include "core/base/ct-pitch-name.h"
#include "core/base/ct-tempo-map.h"
#include "core/transcribe/ct-edit-score.h"
#include "ui/document/ct-document.h"
#include "ui/session/ct-beat-lines.h"
#include "ui/session/ct-harmony-edits.h"
#include "ui/session/ct-harmony-text.h"
#include "ui/session/ct-pitch-text.h"
#include "ui/session/ct-session.h"
#include "ui/widgets/ct-drop-down.h"

#define WIDTH_CHARS 30
#define MAX_SEMITONES 24.0

/* The tonics that one mode or the other has. */
static const CtSpelling tonics[] = { { 0, 0, 4 },  { 0, 1, 4 }, { 1, -1, 4 }, { 1, 0, 4 },  { 1, 1, 4 }, { 2, -1, 4 },
                                     { 2, 0, 4 },  { 3, 0, 4 }, { 3, 1, 4 },  { 4, -1, 4 }, { 4, 0, 4 }, { 4, 1, 4 },
                                     { 5, -1, 4 }, { 5, 0, 4 }, { 5, 1, 4 },  { 6, -1, 4 }, { 6, 0, 4 }, { 0, -1, 4 } };

struct _CtKeyPopover
{
  GtkPopover parent_instance;

  CtSession *session;
  double semitones;
  GSignalGroup *of_session;
  GSignalGroup *of_document;
  GtkDropDown *tonic;
  CtNoteNames names; /* in which it is filled */
  GtkDropDown *mode; /* major, minor */
  GtkCheckButton *whole, *from;
  GtkWidget *automatic;
  GtkLabel *confidence;
};

enum
{
  PROP_SESSION = 1,
  PROP_SEMITONES,
};

G_DEFINE_FINAL_TYPE (CtKeyPopover, ct_key_popover, GTK_TYPE_POPOVER)

/* As it is heard. */
static CtKey
get_key (CtKeyPopover *self)
{
  CtKey key = ct_document_get_key_at (ct_session_get_document (self->session),
                                      ct_session_get_playhead_s (self->session));
  int shift = (int) lrint (self->semitones);

  return shift == 0 ? key : ct_key_transpose (&key, shift);
}

static guint
tonic_place (const CtKey *key)
{
  CtSpelling tonic = ct_key_spell_root (key, CT_SPELLING_KEY, ct_key_tonic (key));

  for (guint i = 0; i < G_N_ELEMENTS (tonics); i++)
    if (tonics[i].step == tonic.step && tonics[i].alter == tonic.alter)
      return i;
  return GTK_INVALID_LIST_POSITION;
}

static void tonic_chosen (CtKeyPopover *self);

/* As the user calls them. */
static void
show_tonics (CtKeyPopover *self)
{
  GtkStringList *list = GTK_STRING_LIST (gtk_drop_down_get_model (self->tonic));
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) names = NULL;
  CtPitchNaming naming;

  ct_pitch_text_get_naming (self->session, &naming);
  if (g_list_model_get_n_items (G_LIST_MODEL (list)) > 0 && self->names == naming.names)
    return;
  self->names = naming.names;
  for (guint i = 0; i < G_N_ELEMENTS (tonics); i++)
    {
      char name[CT_PITCH_NAME_SIZE];

      ct_note_names_write (naming.names, &tonics[i], CT_ACCIDENTAL_SIGNS, false, name);
      g_strv_builder_add (builder, name);
    }
  names = g_strv_builder_end (builder);
  g_signal_handlers_block_by_func (self->tonic, tonic_chosen, self);
  gtk_string_list_splice (list, 0, g_list_model_get_n_items (G_LIST_MODEL (list)), (const char *const *) names);
  g_signal_handlers_unblock_by_func (self->tonic, tonic_chosen, self);
}

static void
show_from (CtKeyPopover *self)
{
  CtDocument *document = ct_session_get_document (self->session);
  const CtTempoMap *map = ct_document_get_tempo_map (document);
  double start_s = ct_harmony_edits_bar_start (self->session, ct_session_get_playhead_s (self->session));
  g_autofree char *text = NULL;

  if (map)
    /* Translators: the key is set from this bar on */
    text = g_strdup_printf (
        _ ("From _bar %d on"),
        (int) ct_tempo_map_position (map, (gint64) (ct_tempo_map_tick_at (map, start_s) + 0.5)).bar);
  gtk_check_button_set_label (self->from, text ? text : _ ("From the _playhead on"));
}

static void
show (CtKeyPopover *self)
{
  g_autofree char *text = NULL;
  CtDocument *document;
  CtKey key;

  if (!self->session || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  document = ct_session_get_document (self->session);
  key = get_key (self);
  show_tonics (self);
  gtk_drop_down_set_selected (self->tonic, tonic_place (&key));
  gtk_drop_down_set_selected (self->mode, key.minor);
  gtk_widget_set_sensitive (self->automatic, ct_document_get_score (document)->harmony.n_keys > 0);
  text = ct_harmony_text_dup_confidence (document, ct_session_get_playhead_s (self->session));
  gtk_label_set_text (self->confidence, text);
  show_from (self);
}

/* ---- what a hand does ---- */

/* To the key that is heard as @key, or to what is found. */
static void
set_key (CtKeyPopover *self, const CtKey *key)
{
  int shift = (int) lrint (self->semitones);
  CtKey written;

  if (key && shift != 0)
    {
      written = ct_key_transpose (key, -shift);
      key = &written;
    }
  if (gtk_check_button_get_active (self->whole))
    ct_harmony_edits_set_key (self->session, key);
  else
    ct_harmony_edits_set_key_from (self->session, ct_session_get_playhead_s (self->session), key);
}

/* The key of the mode whose tonic is called so; where the mode has none, as D sharp major, there is another name for
 * it. */
static CtKey
key_of (const CtSpelling *tonic, bool minor)
{
  char text[CT_PITCH_NAME_SIZE];
  CtKey key;

  ct_spelling_name (tonic, CT_ACCIDENTAL_ASCII, false, text);
  if (minor)
    g_strlcat (text, "m", sizeof text);
  return ct_key_parse (text, &key) ? key : ct_key_of_tonic (ct_spelling_pitch_class (tonic), minor);
}

/* The user's choice, and not what is shown. */
static void
tonic_chosen (CtKeyPopover *self)
{
  guint place = gtk_drop_down_get_selected (self->tonic);
  CtKey key;

  if (!self->session || place >= G_N_ELEMENTS (tonics))
    return;
  key = get_key (self);
  if (place == tonic_place (&key))
    return;
  key = key_of (&tonics[place], key.minor);
  set_key (self, &key);
}

static void
mode_chosen (CtKeyPopover *self)
{
  gboolean minor = gtk_drop_down_get_selected (self->mode) == 1;
  CtKey key;

  if (!self->session)
    return;
  key = get_key (self);
  if (minor == key.minor)
    return;
  key = ct_key_of_tonic (ct_key_tonic (&key), minor);
  set_key (self, &key);
}

static void
automatic_chosen (CtKeyPopover *self)
{
  if (self->session)
    set_key (self, NULL);
}

/* ---- what is in it ---- */

static GtkDropDown *
make_drop_down (CtKeyPopover *self, const char *const *names, const char *label, GCallback chosen)
{
  GtkDropDown *drop_down = ct_drop_down_new (gtk_string_list_new (names), label);

  gtk_widget_set_hexpand (GTK_WIDGET (drop_down), TRUE);
  g_signal_connect_swapped (drop_down, "notify::selected", chosen, self);
  return drop_down;
}

static GtkWidget *
make_key (CtKeyPopover *self)
{
  /* Translators: the mode of a key, beside its tonic */
  const char *const modes[] = { C_ ("mode", "major"), C_ ("mode", "minor"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->tonic = make_drop_down (self, NULL, _ ("Tonic"), G_CALLBACK (tonic_chosen));
  self->mode = make_drop_down (self, modes, _ ("Mode"), G_CALLBACK (mode_chosen));
  gtk_widget_add_css_class (box, "linked");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->tonic));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->mode));
  return box;
}

static void
fill (CtKeyPopover *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_box_append (GTK_BOX (box), make_key (self));
  self->whole = GTK_CHECK_BUTTON (gtk_check_button_new_with_mnemonic (_ ("For the _whole piece")));
  self->from = GTK_CHECK_BUTTON (gtk_check_button_new_with_mnemonic (_ ("From the _playhead on")));
  gtk_check_button_set_group (self->from, self->whole);
  gtk_check_button_set_active (self->whole, TRUE);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->whole));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->from));
  self->automatic = gtk_button_new_with_mnemonic (_ ("_Find the Key Again"));
  gtk_widget_set_tooltip_text (self->automatic, _ ("As the notes have it, without what was set by hand"));
  g_signal_connect_swapped (self->automatic, "clicked", G_CALLBACK (automatic_chosen), self);
  gtk_box_append (GTK_BOX (box), self->automatic);
  self->confidence = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->confidence, 0);
  gtk_label_set_wrap (self->confidence, TRUE);
  gtk_label_set_max_width_chars (self->confidence, WIDTH_CHARS);
  gtk_widget_add_css_class (GTK_WIDGET (self->confidence), "dim-label");
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->confidence));
  gtk_popover_set_child (GTK_POPOVER (self), box);
}

static void
ct_key_popover_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SESSION)
    g_value_set_object (value, CT_KEY_POPOVER (object)->session);
  else if (id == PROP_SEMITONES)
    g_value_set_double (value, CT_KEY_POPOVER (object)->semitones);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ct_key_popover_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CtKeyPopover *self = CT_KEY_POPOVER (object);

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
ct_key_popover_dispose (GObject *object)
{
  CtKeyPopover *self = CT_KEY_POPOVER (object);

  g_clear_object (&self->of_session);
  g_clear_object (&self->of_document);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ct_key_popover_parent_class)->dispose (object);
}

static void
ct_key_popover_class_init (CtKeyPopoverClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = ct_key_popover_get_property;
  object_class->set_property = ct_key_popover_set_property;
  object_class->dispose = ct_key_popover_dispose;
  g_object_class_install_property (object_class, PROP_SESSION,
                                   g_param_spec_object ("session", NULL, NULL, CT_TYPE_SESSION,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (object_class, PROP_SEMITONES,
                                   g_param_spec_double ("semitones", NULL, NULL, -MAX_SEMITONES, MAX_SEMITONES, 0,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS));
}

static void
ct_key_popover_init (CtKeyPopover *self)
{
  fill (self);
  self->of_session = g_signal_group_new (CT_TYPE_SESSION);
  g_signal_group_connect_swapped (self->of_session, "notify::playhead-s", G_CALLBACK (show), self);
  g_signal_group_connect_swapped (self->of_session, "tempo-changed", G_CALLBACK (show), self);
  g_signal_group_connect_swapped (self->of_session, "names-changed", G_CALLBACK (show), self);
  self->of_document = g_signal_group_new (CT_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->of_document, "harmony-changed", G_CALLBACK (show), self);
  /* "changed" too: what a hand set may be what was found */
  g_signal_group_connect_swapped (self->of_document, "changed", G_CALLBACK (show), self);
  g_signal_connect_after (self, "map", G_CALLBACK (show), NULL);
}

GtkWidget *
ct_key_popover_new (void)
{
  return g_object_new (CT_TYPE_KEY_POPOVER, NULL);
}
