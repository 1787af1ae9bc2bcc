/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-preferences.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "ui/canvas/ct-display-popover.h"
#include "ui/document/ct-timbre-book.h"
#include "ui/window/ct-settings.h"
#include "ui/window/ct-timbre-page.h"

struct _CtPreferences
{
  AdwPreferencesWindow parent;
  GSettings *settings;
  GtkAdjustment *gain, *contrast, *fundamentals;
  AdwComboRow *scheme_row, *map_row, *opacity_row, *names_row, *spelling_row, *follow_row;
  GtkWidget *uncertain_switch, *bars_switch, *chords_switch;
};

G_DEFINE_FINAL_TYPE (CtPreferences, ct_preferences, ADW_TYPE_PREFERENCES_WINDOW)

static const char *const *
color_scheme_names (void)
{
  static const char *names[4];

  /* Translators: the color scheme of the windows, light or dark, follows the desktop */
  names[0] = _ ("Follow system");
  names[1] = _ ("Light");
  names[2] = _ ("Dark");
  return names;
}

static const char *const *
note_names_names (void)
{
  static const char *names[6];

  /* Translators: what notes are called: as in the user's language, or as chosen */
  names[0] = _ ("Automatic");
  names[1] = _ ("Letters (C D E)");
  names[2] = _ ("German (Fis, Es, B, H)");
  names[3] = _ ("Solfège (Do Re Mi)");
  /* Translators: movable do, as in numbered notation */
  names[4] = _ ("Numbers on the axis (1 2 3)");
  return names;
}

static const char *const *
spelling_names (void)
{
  static const char *names[4];

  /* Translators: black keys are called by sharps or flats as the key of the song has them */
  names[0] = _ ("By key");
  names[1] = _ ("Always sharps");
  names[2] = _ ("Always flats");
  return names;
}

/* Rows have indices, the schema has names, of the same enumeration. */
static gboolean
name_to_place (GValue *value, GVariant *variant, gpointer settings_key)
{
  g_autoptr (GSettings) settings = ct_settings_new ();

  g_value_set_uint (value, (guint) g_settings_get_enum (settings, settings_key));
  return TRUE;
}

static GVariant *
place_to_name (const GValue *value, const GVariantType *type, gpointer settings_key)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettings) settings = ct_settings_new ();
  g_autoptr (GSettingsSchemaKey) key = NULL;
  g_autoptr (GVariant) range = NULL, names = NULL;
  gsize place = g_value_get_uint (value);

  g_object_get (settings, "settings-schema", &schema, NULL);
  key = g_settings_schema_get_key (schema, settings_key);
  range = g_settings_schema_key_get_range (key);
  g_variant_get (range, "(&sv)", NULL, &names);
  if (place >= g_variant_n_children (names))
    return NULL;
  return g_variant_get_child_value (names, place);
}

static void
bind_combo (CtPreferences *self, const char *key, AdwComboRow *row, const char *const *names)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (names);

  adw_combo_row_set_model (row, G_LIST_MODEL (list));
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT, name_to_place,
                                place_to_name, (gpointer) key, NULL);
}

static void
reset_clicked (GtkButton *button, CtPreferences *self)
{
  static const char *const keys[] = { "color-map",    "color-scheme", "contrast",       "follow",
                                      "fundamentals", "gain-db",      "note-names",     "note-opacity",
                                      "show-bars",    "show-chords",  "show-uncertain", "spelling" };

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (self->settings, keys[i]);
}

static void
ct_preferences_dispose (GObject *object)
{
  g_clear_object (&CT_PREFERENCES (object)->settings);
  G_OBJECT_CLASS (ct_preferences_parent_class)->dispose (object);
}

static void
ct_preferences_class_init (CtPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ct_preferences_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/coloratura/Coloratura/ct-preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, gain);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, contrast);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, fundamentals);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, scheme_row);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, map_row);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, opacity_row);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, names_row);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, spelling_row);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, follow_row);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, uncertain_switch);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, bars_switch);
  gtk_widget_class_bind_template_child (widget_class, CtPreferences, chords_switch);
  gtk_widget_class_bind_template_callback (widget_class, reset_clicked);
}

static void
ct_preferences_init (CtPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->settings = ct_settings_new ();
  adw_preferences_window_add (ADW_PREFERENCES_WINDOW (self),
                              ct_timbre_page_new (ct_timbre_book_get_default (), self->settings));
  bind_combo (self, "color-scheme", self->scheme_row, color_scheme_names ());
  bind_combo (self, "color-map", self->map_row, ct_display_popover_color_map_names ());
  bind_combo (self, "note-opacity", self->opacity_row, ct_display_popover_note_opacity_names ());
  bind_combo (self, "note-names", self->names_row, note_names_names ());
  bind_combo (self, "spelling", self->spelling_row, spelling_names ());
  bind_combo (self, "follow", self->follow_row, ct_display_popover_follow_names ());
  g_settings_bind (self->settings, "gain-db", self->gain, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "contrast", self->contrast, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "fundamentals", self->fundamentals, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "show-uncertain", self->uncertain_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "show-bars", self->bars_switch, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (self->settings, "show-chords", self->chords_switch, "active", G_SETTINGS_BIND_DEFAULT);
}

GtkWindow *
ct_preferences_new (GtkWindow *parent)
{
  return g_object_new (CT_TYPE_PREFERENCES, "transient-for", parent, "modal", parent != NULL, NULL);
}
