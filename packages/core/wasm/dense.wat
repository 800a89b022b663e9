;; Dense linear algebra on float64 numbers in the module's memory. Addresses and distances are in bytes.
;;
;; A sum of products is always four sums, of the terms 0, 4, 8 ..., of 1, 5, 9 ... and so on, the last terms going to the
;; first of them. So a processor can work on two numbers at once, and what is computed alone or with others is the same to
;; the last bit.
(module
  ;; 4 MB, so that it need hardly ever grow: to grow detaches its buffer, and once any buffer was detached V8 checks that of
  ;; each array for it.
  (memory (export "memory") 64)

  ;; The bytes of `count` numbers.
  (func $bytes (param $count i32) (result i32)
    (i32.shl (local.get $count) (i32.const 3)))

  ;; The sum of `count` products of the numbers at `a` and at `b`.
  (func $dot (param $a i32) (param $b i32) (param $count i32) (result f64)
    (local $even v128) (local $odd v128) (local $i i32) (local $whole i32) (local $end i32) (local $sum f64)
    (local.set $whole (call $bytes (i32.and (local.get $count) (i32.const -4))))
    (local.set $end (call $bytes (local.get $count)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $whole)))
        (local.set $even (f64x2.add (local.get $even) (f64x2.mul
          (v128.load (i32.add (local.get $a) (local.get $i)))
          (v128.load (i32.add (local.get $b) (local.get $i))))))
        (local.set $odd (f64x2.add (local.get $odd) (f64x2.mul
          (v128.load offset=16 (i32.add (local.get $a) (local.get $i)))
          (v128.load offset=16 (i32.add (local.get $b) (local.get $i))))))
        (local.set $i (i32.add (local.get $i) (i32.const 32)))
        (br $next)))
    (local.set $sum (f64x2.extract_lane 0 (local.get $even)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $end)))
        (local.set $sum (f64.add (local.get $sum) (f64.mul
          (f64.load (i32.add (local.get $a) (local.get $i)))
          (f64.load (i32.add (local.get $b) (local.get $i))))))
        (local.set $i (i32.add (local.get $i) (i32.const 8)))
        (br $next)))
    (call $total (local.get $sum) (local.get $even) (local.get $odd)))

  ;; The four sums added up, of which `first` has got the last terms.
  (func $total (param $first f64) (param $even v128) (param $odd v128) (result f64)
    (f64.add
      (f64.add (local.get $first) (f64x2.extract_lane 1 (local.get $even)))
      (f64.add (f64x2.extract_lane 0 (local.get $odd)) (f64x2.extract_lane 1 (local.get $odd)))))

  ;; The same with each of the four vectors that begin at `b` and every `stride` after it: what is read at `a` serves all.
  (func $dotFour (param $a i32) (param $b i32) (param $stride i32) (param $count i32) (result f64 f64 f64 f64)
    (local $c i32) (local $d i32) (local $e i32) (local $i i32) (local $whole i32) (local $end i32)
    (local $u v128) (local $v v128) (local $x f64)
    (local $bEven v128) (local $bOdd v128) (local $cEven v128) (local $cOdd v128)
    (local $dEven v128) (local $dOdd v128) (local $eEven v128) (local $eOdd v128)
    (local $bSum f64) (local $cSum f64) (local $dSum f64) (local $eSum f64)
    (local.set $c (i32.add (local.get $b) (local.get $stride)))
    (local.set $d (i32.add (local.get $c) (local.get $stride)))
    (local.set $e (i32.add (local.get $d) (local.get $stride)))
    (local.set $whole (call $bytes (i32.and (local.get $count) (i32.const -4))))
    (local.set $end (call $bytes (local.get $count)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $whole)))
        (local.set $u (v128.load (i32.add (local.get $a) (local.get $i))))
        (local.set $v (v128.load offset=16 (i32.add (local.get $a) (local.get $i))))
        (local.set $bEven (f64x2.add (local.get $bEven)
          (f64x2.mul (local.get $u) (v128.load (i32.add (local.get $b) (local.get $i))))))
        (local.set $bOdd (f64x2.add (local.get $bOdd)
          (f64x2.mul (local.get $v) (v128.load offset=16 (i32.add (local.get $b) (local.get $i))))))
        (local.set $cEven (f64x2.add (local.get $cEven)
          (f64x2.mul (local.get $u) (v128.load (i32.add (local.get $c) (local.get $i))))))
        (local.set $cOdd (f64x2.add (local.get $cOdd)
          (f64x2.mul (local.get $v) (v128.load offset=16 (i32.add (local.get $c) (local.get $i))))))
        (local.set $dEven (f64x2.add (local.get $dEven)
          (f64x2.mul (local.get $u) (v128.load (i32.add (local.get $d) (local.get $i))))))
        (local.set $dOdd (f64x2.add (local.get $dOdd)
          (f64x2.mul (local.get $v) (v128.load offset=16 (i32.add (local.get $d) (local.get $i))))))
        (local.set $eEven (f64x2.add (local.get $eEven)
          (f64x2.mul (local.get $u) (v128.load (i32.add (local.get $e) (local.get $i))))))
        (local.set $eOdd (f64x2.add (local.get $eOdd)
          (f64x2.mul (local.get $v) (v128.load offset=16 (i32.add (local.get $e) (local.get $i))))))
        (local.set $i (i32.add (local.get $i) (i32.const 32)))
        (br $next)))
    (local.set $bSum (f64x2.extract_lane 0 (local.get $bEven)))
    (local.set $cSum (f64x2.extract_lane 0 (local.get $cEven)))
    (local.set $dSum (f64x2.extract_lane 0 (local.get $dEven)))
    (local.set $eSum (f64x2.extract_lane 0 (local.get $eEven)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $i) (local.get $end)))
        (local.set $x (f64.load (i32.add (local.get $a) (local.get $i))))
        (local.set $bSum (f64.add (local.get $bSum)
          (f64.mul (local.get $x) (f64.load (i32.add (local.get $b) (local.get $i))))))
        (local.set $cSum (f64.add (local.get $cSum)
          (f64.mul (local.get $x) (f64.load (i32.add (local.get $c) (local.get $i))))))
        (local.set $dSum (f64.add (local.get $dSum)
          (f64.mul (local.get $x) (f64.load (i32.add (local.get $d) (local.get $i))))))
        (local.set $eSum (f64.add (local.get $eSum)
          (f64.mul (local.get $x) (f64.load (i32.add (local.get $e) (local.get $i))))))
        (local.set $i (i32.add (local.get $i) (i32.const 8)))
        (br $next)))
    (call $total (local.get $bSum) (local.get $bEven) (local.get $bOdd))
    (call $total (local.get $cSum) (local.get $cEven) (local.get $cOdd))
    (call $total (local.get $dSum) (local.get $dEven) (local.get $dOdd))
    (call $total (local.get $eSum) (local.get $eEven) (local.get $eOdd)))

  ;; Replaces the number at `x` by what is left of it after `known`, over `diagonal`.
  (func $settle (param $x i32) (param $known f64) (param $diagonal f64)
    (f64.store (local.get $x)
      (f64.div (f64.sub (f64.load (local.get $x)) (local.get $known)) (local.get $diagonal))))

  ;; Solves the rows from `row` to before `end` of L x = what is at `x`; those before are solved. L has rows of `n` numbers.
  (func $solveOne (param $factor i32) (param $n i32) (param $x i32) (param $row i32) (param $end i32)
    (local $at i32)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $row) (local.get $end)))
        (local.set $at (i32.add (local.get $factor) (call $bytes (i32.mul (local.get $row) (local.get $n)))))
        (call $settle
          (i32.add (local.get $x) (call $bytes (local.get $row)))
          (call $dot (local.get $at) (local.get $x) (local.get $row))
          (f64.load (i32.add (local.get $at) (call $bytes (local.get $row)))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $next))))

  ;; The first `size` rows for four vectors, each `stride` after the one before.
  (func $solveFour (param $factor i32) (param $n i32) (param $size i32) (param $x i32) (param $stride i32)
    (local $row i32) (local $at i32) (local $to i32) (local $diagonal f64)
    (local $b f64) (local $c f64) (local $d f64) (local $e f64)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $row) (local.get $size)))
        (local.set $at (i32.add (local.get $factor) (call $bytes (i32.mul (local.get $row) (local.get $n)))))
        (local.set $to (i32.add (local.get $x) (call $bytes (local.get $row))))
        (local.set $diagonal (f64.load (i32.add (local.get $at) (call $bytes (local.get $row)))))
        (call $dotFour (local.get $at) (local.get $x) (local.get $stride) (local.get $row))
        (local.set $e)
        (local.set $d)
        (local.set $c)
        (local.set $b)
        (call $settle (local.get $to) (local.get $b) (local.get $diagonal))
        (local.set $to (i32.add (local.get $to) (local.get $stride)))
        (call $settle (local.get $to) (local.get $c) (local.get $diagonal))
        (local.set $to (i32.add (local.get $to) (local.get $stride)))
        (call $settle (local.get $to) (local.get $d) (local.get $diagonal))
        (local.set $to (i32.add (local.get $to) (local.get $stride)))
        (call $settle (local.get $to) (local.get $e) (local.get $diagonal))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $next))))

  ;; Replaces `count` vectors of n numbers, each `stride` after the one before, by L^-1 times them.
  (func (export "solve") (param $factor i32) (param $n i32) (param $x i32) (param $count i32) (param $stride i32)
    (block $done
      (loop $next
        (br_if $done (i32.lt_u (local.get $count) (i32.const 4)))
        (call $solveFour (local.get $factor) (local.get $n) (local.get $n) (local.get $x) (local.get $stride))
        (local.set $x (i32.add (local.get $x) (i32.shl (local.get $stride) (i32.const 2))))
        (local.set $count (i32.sub (local.get $count) (i32.const 4)))
        (br $next)))
    (block $done
      (loop $next
        (br_if $done (i32.eqz (local.get $count)))
        (call $solveOne (local.get $factor) (local.get $n) (local.get $x) (i32.const 0) (local.get $n))
        (local.set $x (i32.add (local.get $x) (local.get $stride)))
        (local.set $count (i32.sub (local.get $count) (i32.const 1)))
        (br $next))))

  ;; Replaces the lower triangle of the n x n matrix by its Cholesky factor, from row `from` on: those before are factorised
  ;; already. 0 where it is not positive definite.
  (func (export "factorize") (param $a i32) (param $n i32) (param $from i32) (result i32)
    (local $row i32) (local $end i32) (local $at i32) (local $stride i32) (local $rest f64)
    (local.set $stride (call $bytes (local.get $n)))
    (block $done
      (loop $block
        (br_if $done (i32.ge_u (local.get $from) (local.get $n)))
        (local.set $end (i32.add (local.get $from) (i32.const 4)))
        (local.set $row (local.get $from))
        ;; Four rows are solved together up to where they begin to need each other, as long as there are four.
        (if (i32.gt_u (local.get $end) (local.get $n))
          (then
            (local.set $from (i32.const 0))
            (local.set $end (local.get $n)))
          (else
            (call $solveFour (local.get $a) (local.get $n) (local.get $from)
              (i32.add (local.get $a) (i32.mul (local.get $from) (local.get $stride))) (local.get $stride))))
        (loop $next
          (local.set $at (i32.add (local.get $a) (i32.mul (local.get $row) (local.get $stride))))
          (call $solveOne (local.get $a) (local.get $n) (local.get $at) (local.get $from) (local.get $row))
          (local.set $rest (f64.sub
            (f64.load (i32.add (local.get $at) (call $bytes (local.get $row))))
            (call $dot (local.get $at) (local.get $at) (local.get $row))))
          (if (i32.eqz (f64.gt (local.get $rest) (f64.const 0))) (then (return (i32.const 0))))
          (f64.store (i32.add (local.get $at) (call $bytes (local.get $row))) (f64.sqrt (local.get $rest)))
          (local.set $row (i32.add (local.get $row) (i32.const 1)))
          (br_if $next (i32.lt_u (local.get $row) (local.get $end))))
        (local.set $from (local.get $end))
        (br $block)))
    (i32.const 1))

  ;; Writes column `c` of L^-1, from its diagonal on, into row `c` of `inverse`.
  (func $invert (param $factor i32) (param $n i32) (param $inverse i32)
    (local $column i32) (local $row i32) (local $at i32) (local $ofRow i32) (local $diagonal i32)
    (block $done
      (loop $nextColumn
        (br_if $done (i32.ge_u (local.get $column) (local.get $n)))
        (local.set $diagonal (call $bytes (i32.add (i32.mul (local.get $column) (local.get $n)) (local.get $column))))
        (local.set $at (i32.add (local.get $inverse) (local.get $diagonal)))
        (f64.store (local.get $at)
          (f64.div (f64.const 1) (f64.load (i32.add (local.get $factor) (local.get $diagonal)))))
        (local.set $row (i32.add (local.get $column) (i32.const 1)))
        (block $solved
          (loop $next
            (br_if $solved (i32.ge_u (local.get $row) (local.get $n)))
            (local.set $ofRow (i32.add (local.get $factor)
              (call $bytes (i32.add (i32.mul (local.get $row) (local.get $n)) (local.get $column)))))
            (f64.store
              (i32.add (local.get $at) (call $bytes (i32.sub (local.get $row) (local.get $column))))
              (f64.div
                (f64.neg (call $dot (local.get $ofRow) (local.get $at) (i32.sub (local.get $row) (local.get $column))))
                (f64.load (i32.add (local.get $ofRow) (call $bytes (i32.sub (local.get $row) (local.get $column)))))))
            (local.set $row (i32.add (local.get $row) (i32.const 1)))
            (br $next)))
        (local.set $column (i32.add (local.get $column) (i32.const 1)))
        (br $nextColumn))))

  ;; Writes the lower triangle of (L L')^-1, diagonal included, row after row, to `out`; `inverse` has room for n x n numbers.
  (func (export "invertProduct") (param $factor i32) (param $n i32) (param $inverse i32) (param $out i32)
    (local $row i32) (local $column i32) (local $at i32) (local $stride i32) (local $left i32)
    (local $b f64) (local $c f64) (local $d f64) (local $e f64)
    (call $invert (local.get $factor) (local.get $n) (local.get $inverse))
    (local.set $stride (call $bytes (local.get $n)))
    (block $done
      (loop $nextRow
        (br_if $done (i32.ge_u (local.get $row) (local.get $n)))
        (local.set $left (i32.sub (local.get $n) (local.get $row)))
        ;; The rows of the inverse from the number on that all of them have.
        (local.set $at (i32.add (local.get $inverse) (call $bytes (local.get $row))))
        (local.set $column (i32.const 0))
        (block $fours
          (loop $next
            (br_if $fours (i32.gt_u (i32.add (local.get $column) (i32.const 4)) (local.get $row)))
            (call $dotFour
              (i32.add (local.get $at) (i32.mul (local.get $row) (local.get $stride)))
              (i32.add (local.get $at) (i32.mul (local.get $column) (local.get $stride)))
              (local.get $stride) (local.get $left))
            (local.set $e)
            (local.set $d)
            (local.set $c)
            (local.set $b)
            (f64.store (local.get $out) (local.get $b))
            (f64.store offset=8 (local.get $out) (local.get $c))
            (f64.store offset=16 (local.get $out) (local.get $d))
            (f64.store offset=24 (local.get $out) (local.get $e))
            (local.set $out (i32.add (local.get $out) (i32.const 32)))
            (local.set $column (i32.add (local.get $column) (i32.const 4)))
            (br $next)))
        (loop $next
          (f64.store (local.get $out) (call $dot
            (i32.add (local.get $at) (i32.mul (local.get $row) (local.get $stride)))
            (i32.add (local.get $at) (i32.mul (local.get $column) (local.get $stride)))
            (local.get $left)))
          (local.set $out (i32.add (local.get $out) (i32.const 8)))
          (local.set $column (i32.add (local.get $column) (i32.const 1)))
          (br_if $next (i32.le_u (local.get $column) (local.get $row))))
        (local.set $row (i32.add (local.get $row) (i32.const 1)))
        (br $nextRow)))))
