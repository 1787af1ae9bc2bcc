/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ct-chord-entry.h"

#include <glib/gi18n.h>

#include "core/base/ct-chord.h"
#include "core/base/ct-key.h"

#define WIDTH_CHARS 24
#define MAX_LENGTH 40

struct _CtChordEntry
{
  GtkPopover parent_instance;

  CtNoteNames names;
  GtkWidget *entry;
  GtkLabel *error;
};

static guint typed_signal;

G_DEFINE_FINAL_TYPE (CtChordEntry, ct_chord_entry, GTK_TYPE_POPOVER)

GtkEditable *
ct_chord_entry_get_editable (CtChordEntry *self)
{
  g_return_val_if_fail (CT_IS_CHORD_ENTRY (self), NULL);
  return GTK_EDITABLE (self->entry);
}

const char *
ct_chord_entry_get_error (CtChordEntry *self)
{
  g_return_val_if_fail (CT_IS_CHORD_ENTRY (self), NULL);
  return gtk_label_get_text (self->error);
}

static void
show_error (CtChordEntry *self, const char *text)
{
  gtk_label_set_text (self->error, text);
  gtk_widget_set_visible (GTK_WIDGET (self->error), *text != '\0');
  if (*text)
    gtk_widget_add_css_class (self->entry, "error");
  else
    gtk_widget_remove_css_class (self->entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID,
                               *text ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
changed (CtChordEntry *self)
{
  show_error (self, "");
}

/* With examples, as the user calls them. */
static char *
dup_error (CtChordEntry *self, const char *text)
{
  static const char *const examples[] = { "C", "Am", "F#m7", "Bb/D" };
  const CtPitchNaming naming = { self->names, CT_SPELLING_KEY };
  char names[G_N_ELEMENTS (examples)][CT_PITCH_NAME_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      const CtKey key = { i == 2 ? 2 : -1, FALSE };
      CtChord chord;

      if (ct_chord_parse (examples[i], &chord))
        ct_chord_name_as (&chord, &key, &naming, CT_ACCIDENTAL_ASCII, names[i]);
    }
  /* Translators: what was typed, and four chords in the names of notes that the user has chosen */
  return g_strdup_printf (_ ("“%s” is not a chord. Try %s, %s, %s, %s, or N for none."), text, names[0], names[1],
                          names[2], names[3]);
}

static void
activated (CtChordEntry *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->entry))));
  g_autofree char *error = NULL;
  CtChord chord;

  if (*text && !ct_chord_parse_as (self->names, text, &chord))
    {
      error = dup_error (self, text);
      show_error (self, error);
      gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
      return;
    }
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, typed_signal, 0, text);
}

static void
ct_chord_entry_class_init (CtChordEntryClass *klass)
{
  typed_signal = g_signal_new ("typed", CT_TYPE_CHORD_ENTRY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               G_TYPE_STRING);
}

static void
ct_chord_entry_init (CtChordEntry *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->entry = gtk_entry_new ();
  gtk_entry_set_max_length (GTK_ENTRY (self->entry), MAX_LENGTH);
  gtk_editable_set_width_chars (GTK_EDITABLE (self->entry), WIDTH_CHARS);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("Chord"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Chord"), -1);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (activated), self);
  g_signal_connect_swapped (self->entry, "changed", G_CALLBACK (changed), self);
  self->error = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_wrap (self->error, TRUE);
  gtk_label_set_xalign (self->error, 0);
  gtk_label_set_width_chars (self->error, WIDTH_CHARS);
  gtk_label_set_max_width_chars (self->error, WIDTH_CHARS);
  gtk_widget_add_css_class (GTK_WIDGET (self->error), "error");
  gtk_widget_set_visible (GTK_WIDGET (self->error), FALSE);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->error));
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
}

GtkWidget *
ct_chord_entry_new (CtNoteNames names, const char *text)
{
  CtChordEntry *self = g_object_new (CT_TYPE_CHORD_ENTRY, NULL);

  self->names = names;
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  return GTK_WIDGET (self);
}
