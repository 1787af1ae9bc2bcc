/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli-names.h"

#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/cli-input.h"
#include "core/base/ct-file-name.h"

#define UNNAMED "recording" /* what comes from standard input has no name of its own */

static const char *
base_of (const char *path)
{
  const char *slash = strrchr (path, '/');

  return slash ? slash + 1 : path;
}

/* The last part of @path without its ending. */
static const char *
find_stem (const char *path, size_t *length)
{
  const char *base = strcmp (path, CLI_INPUT_STREAM) == 0 ? UNNAMED : base_of (path), *dot = strrchr (base, '.');

  *length = dot && dot > base ? (size_t) (dot - base) : strlen (base);
  return base;
}

char *
cli_names_dup_title (const char *path)
{
  size_t length;
  const char *base = find_stem (path, &length);

  return strndup (base, length);
}

char *
cli_names_dup_folder (const char *path)
{
  const char *base = base_of (path);

  return base > path ? strndup (path, (size_t) (base - path)) : strdup (".");
}

/* The folder that @path says it is in; none where it does not say how that is called. */
static size_t
find_folder (const char *path, const char **folder)
{
  const char *end = base_of (path);

  while (end > path && end[-1] == '/')
    end--;
  *folder = end;
  while (*folder > path && (*folder)[-1] != '/')
    (*folder)--;
  return strspn (*folder, ".") >= (size_t) (end - *folder) ? 0 : (size_t) (end - *folder);
}

static void
set_text (CliName *name, const char *text, size_t length)
{
  if (ct_file_name_clean (text, length, CT_FILE_NAME_LOCAL, CLI_NAME_BYTES, name->text) == 0)
    strcpy (name->text, UNNAMED);
}

static void
set_stem (CliName *name, const char *path)
{
  size_t length;
  const char *base = find_stem (path, &length);

  name->next = 2;
  set_text (name, base, length);
}

/* Puts the folder before the name; false without memory. */
static bool
add_folder (CliName *name, const char *path)
{
  const char *folder;
  size_t length = find_folder (path, &folder);
  char *text;

  if (length == 0)
    return true;
  if (asprintf (&text, "%.*s - %s", (int) length, folder, name->text) < 0)
    return false;
  set_text (name, text, strlen (text));
  free (text);
  return true;
}

static int
compare_names (const void *a, const void *b)
{
  return strcmp (((const CliName *) a)->text, ((const CliName *) b)->text);
}

static int
compare_places (const void *a, const void *b)
{
  return compare_names (*(const CliName *const *) a, *(const CliName *const *) b);
}

/* Says of each name whether another is like it; false without memory. */
static bool
mark_shared (CliName *names, size_t n)
{
  CliName **sorted = malloc ((n + 1) * sizeof *sorted);

  if (!sorted)
    return false;
  for (size_t i = 0; i < n; i++)
    {
      names[i].shared = false;
      sorted[i] = &names[i];
    }
  qsort (sorted, n, sizeof *sorted, compare_places);
  for (size_t i = 1; i < n; i++)
    if (compare_names (sorted[i - 1], sorted[i]) == 0)
      sorted[i - 1]->shared = sorted[i]->shared = true;
  free (sorted);
  return true;
}

/* Numbers @name so that none in @taken has it, and adds it there; false without memory. */
static bool
number (void **taken, CliName *name)
{
  size_t length = strlen (name->text);
  CliName **found = tsearch (name, taken, compare_names), *first = found ? *found : NULL;

  while (found && *found != name)
    {
      snprintf (name->text + length, sizeof name->text - length, "-%d", first->next++);
      found = tsearch (name, taken, compare_names);
    }
  return found != NULL;
}

static void
keep (void *name)
{
}

/* Those that share theirs with no other keep it whatever the numbers come to. */
static bool
number_all (CliName *names, size_t n)
{
  void *taken = NULL;
  bool complete = true;

  for (int shared = 0; shared < 2; shared++)
    for (size_t i = 0; i < n && complete; i++)
      if (names[i].shared == (shared == 1))
        complete = number (&taken, &names[i]);
  tdestroy (taken, keep);
  return complete;
}

CliName *
cli_names_new (char *const *paths, size_t n)
{
  CliName *names = calloc (n + 1, sizeof *names);
  bool complete = names != NULL;

  for (size_t i = 0; i < n && complete; i++)
    set_stem (&names[i], paths[i]);
  complete = complete && mark_shared (names, n);
  for (size_t i = 0; i < n && complete; i++)
    if (names[i].shared)
      complete = add_folder (&names[i], paths[i]);
  if (complete && mark_shared (names, n) && number_all (names, n))
    return names;
  free (names);
  return NULL;
}
