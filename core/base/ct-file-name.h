/* SPDX-License-Identifier: GPL-3.0-or-later */
/** @file
 * Names of files made of text from outside. */
#ifndef CT_FILE_NAME_H
#define CT_FILE_NAME_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Which characters a file name may have. */
typedef enum
{
  CT_FILE_NAME_LOCAL,    /**< all that are safe here: close to the text that it is made of */
  CT_FILE_NAME_PORTABLE, /**< nor those that are special to a shell or to other systems */
} CtFileNameKind;

/** Makes a part of a file name of any text. It forms no path, however it is put together with others: it holds no
 * separator, does not begin with a dot, and ends in neither a dot nor a space. It is valid UTF-8 without control
 * characters and without those that make a name look like another. What cannot stay becomes "_".
 *
 * @param text    [length], any bytes
 * @param length  how many of them
 * @param kind    what may stay
 * @param most    the most bytes to make, without the terminating zero; no character is cut in two
 * @param[out] out  [most + 1]
 * @return how many bytes were made; 0, with "" in @p out: nothing is left of the text */
size_t ct_file_name_clean (const char *text, size_t length, CtFileNameKind kind, size_t most, char *out);

#ifdef __cplusplus
}
#endif

#endif
