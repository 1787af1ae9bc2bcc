/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/ct-about.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ui/window/ct-settings.h"

/* The sounds the networks were trained on, as credited in core/training/MODEL.md. */
static const char *const sounds[] = {
  "FluidR3 GM: Frank Wen and others (MIT)",
  "OPL-3 FM 128M: Zandro Reveille (CC BY-SA 4.0)",
  "VSCO 2 Community Edition, VCSL: Versilian Studios (CC0)",
  "Saxophones, basses, electric guitars: Karoryfer Lecolds, D. Smolken (CC0)",
  "jSteelDrum: Jeff Learman (Unlicense)",
  "CP80: Greg Sullivan (CC0)",
  "Spanish classical guitar: Roberto, zenvoid.org, for FreePats (CC0)",
  "Sitar, shanai: Dr. Narayan Bhagawan Raikar (CC0)",
  "Celesta: stamperadam (CC0)",
  "Harmonium: donyaquick (CC0)",
  "Splendid Grand Piano: AKAI, arranged by kinwie (public domain)",
  "Salamander Grand Piano V2: Alexander Holm (CC BY 3.0)",
  "Cello: flcellogrl (CC BY 3.0)",
  "Horn and viola sections: Mattias Westlund (CC BY-SA 3.0)",
  "Vibraphone: University of Iowa Electronic Music Studios",
  NULL,
};

static const char *const color_maps[] = {
  "Viridis, Magma, Inferno: Stéfan van der Walt, Nathaniel Smith, Eric Firing (CC0)",
  "Cividis: Jamie Nuñez, Christopher Anderton, Ryan Renslow (CC0)",
  NULL,
};

static const char *const palette[] = { "Masataka Okabe, Kei Ito", NULL };

/* libadwaita's lists of credits are not const. */
static void
acknowledge (AdwAboutWindow *about, const char *name, const char *const *people)
{
  adw_about_window_add_acknowledgement_section (about, name, (const char **) people);
}

void
ct_about_show (GtkWindow *parent)
{
  AdwAboutWindow *about = g_object_new (ADW_TYPE_ABOUT_WINDOW, "transient-for", parent, NULL);

  adw_about_window_set_application_name (about, "Coloratura");
  adw_about_window_set_application_icon (about, CT_SETTINGS_ID);
  adw_about_window_set_version (about, CT_VERSION);
  adw_about_window_set_developer_name (about, _ ("The Coloratura developers"));
  adw_about_window_set_website (about, CT_HOMEPAGE); /* hidden where it is empty */
  adw_about_window_set_copyright (about, "© 2026 the Coloratura developers");
  adw_about_window_set_license_type (about, GTK_LICENSE_GPL_3_0);
  adw_about_window_set_comments (about, _ ("Transcribes recordings into editable notes, one track for each timbre. "
                                           "Everything runs on this computer; recordings never leave it."));
  /* Translators: your names, one a line; they are shown as the translators */
  adw_about_window_set_translator_credits (about, _ ("translator-credits"));
  acknowledge (about, _ ("Training Sounds"), sounds);
  acknowledge (about, _ ("Color Maps"), color_maps);
  acknowledge (about, _ ("Track Colors"), palette);
  adw_about_window_add_legal_section (about, _ ("Network Weights"), NULL, GTK_LICENSE_CUSTOM,
                                      _ ("Trained for this program on the sounds credited under “Training Sounds”. "
                                         "They contain none of these sounds."));
  gtk_window_present (GTK_WINDOW (about));
}
